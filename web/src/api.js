// Calls of the REST API. A refusal becomes an error with the API's own message, so that people read what was wrong.
import { say } from "./words.js";

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error?.told ?? body?.error?.message ?? say("load_failed"));
    this.status = status;
    this.code = body?.error?.code;
    this.body = body;
  }
}

export async function call(path, { method = "GET", body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]')?.content ?? "";
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      signal,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { error: { message: say("offline") } });
  }
  const told = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, told);
  return told;
}
