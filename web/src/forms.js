// Small comforts of forms: menus that close, files that are dropped, questions before what cannot be taken back.

export function startForms() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    event.target.closest("[data-close]")?.closest("dialog")?.close();
    const toggle = event.target.closest("[data-toggle-tags]");
    if (toggle) showTags(toggle);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
  // An empty field says nothing: it need not stand in the address.
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    for (const name of new Set(event.formData.keys())) {
      const given = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      for (const value of given) event.formData.append(name, value);
    }
  });
  openWide();
  document.addEventListener("htmx:after:swap", openWide);
  for (const place of document.querySelectorAll(".drop")) acceptDrops(place);
  for (const place of document.querySelectorAll("[data-refresh]")) refresh(place);
}

// Where there is room beside the results the filter stands open; on a telephone it is opened when wanted.
function openWide() {
  const wide = matchMedia("(min-width: 64rem)").matches;
  for (const box of document.querySelectorAll("[data-wide-open]")) {
    if (wide || !box.contains(document.activeElement)) box.open = wide;
  }
}

function showTags(toggle) {
  const scope = toggle.closest("[data-tags-scope]") ?? document;
  const on = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", String(on));
  for (const text of scope.querySelectorAll("rasad-text")) text.classList.toggle("tagged", on);
}

function acceptDrops(place) {
  const input = place.querySelector('input[type="file"]');
  const over = (on) => (event) => {
    event.preventDefault();
    place.classList.toggle("over", on);
  };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}

// A part of the page that is fetched again while something goes on, such as the progress of a job.
function refresh(place) {
  const seconds = Number(place.dataset.refresh) || 2;
  const again = async () => {
    const part = document.getElementById(place.id);
    if (!part?.querySelector("[data-running]")) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
      if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes);
    } catch {
      // The server may be back at the next look.
    }
    setTimeout(again, seconds * 1000);
  };
  setTimeout(again, seconds * 1000);
}
