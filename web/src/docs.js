// The API's documentation, from our own files. The address of its description stands in the page, not here.
const place = document.querySelector("#swagger");

const theme = document.documentElement.dataset.theme;
const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.classList.toggle("dark-mode", dark); // Swagger UI's own name for it

window.SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  deepLinking: true,
  validatorUrl: null, // asks nobody outside
  requestInterceptor(request) {
    const token = document.querySelector('meta[name="csrf"]')?.content;
    if (token && request.method && request.method !== "GET") request.headers["X-CSRF-Token"] = token;
    return request;
  },
});
