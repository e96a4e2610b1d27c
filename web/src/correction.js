// What a coder changes in a record: the words of its fields, its type and status. Kept as a list of changes that the
// server applies and checks; nothing is typed freely.

export const KEYS = { KeyT: "trigger", KeyA: "actor", KeyR: "recipient", KeyP: "event_loc", KeyD: "date_info", KeyS: "attribution" };
export const LISTS = new Set(["actor", "recipient", "attribution"]);
export const SIZES = ["dead", "injured", "arrested", "people", "amount"];
export const FIELDS = ["trigger", "actor", "recipient", "event_loc", "date_info", "attribution", ...SIZES.map((s) => `size.${s}`)];

export class Correction {
  // A record to correct, or `null` for an event that was missed.
  constructor(record, docId) {
    this.id = record?.id ?? null;
    this.docId = docId;
    this.type = record?.event_type ?? "";
    this.status = record?.status ?? "actual";
    this.fields = Object.fromEntries(FIELDS.map((field) => [field, held(record, field)]));
    this.before = JSON.stringify(this.state());
  }

  get changed() {
    return JSON.stringify(this.state()) !== this.before;
  }

  // A list takes the words in beside what it has; another field has room for one.
  mark(field, start, end, text) {
    const words = { start, end, text };
    const list = LISTS.has(field) || field.startsWith("size.");
    const others = list ? this.fields[field].filter((w) => w.start !== start || w.end !== end) : [];
    this.fields[field] = [...others, words].sort((a, b) => a.start - b.start);
  }

  remove(field, index) {
    this.fields[field].splice(index, 1);
  }

  state() {
    const spans = Object.entries(this.fields).map(([field, words]) => [field, words.map(({ start, end }) => ({ start, end }))]);
    return { event_type: this.type, status: this.status, fields: Object.fromEntries(spans) };
  }

  // Body of POST /api/v1/articles/spans: every field that differs, with all its words.
  request() {
    const { event_type, status, fields } = this.state();
    const was = JSON.parse(this.before);
    const changed = Object.entries(fields).filter(([field, spans]) => JSON.stringify(spans) !== JSON.stringify(was.fields[field]));
    return { doc_id: this.docId, event_id: this.id, event_type, status, fields: Object.fromEntries(changed) };
  }
}

function held(record, field) {
  if (!record) return [];
  const [head, kind] = field.split(".");
  const value = kind ? record[head]?.[kind] : record[head];
  const list = Array.isArray(value) ? value : value ? [value] : [];
  return list.map((w) => ({ start: w.start, end: w.end, text: w.text ?? w.entity_text ?? w.extracted_place }));
}
