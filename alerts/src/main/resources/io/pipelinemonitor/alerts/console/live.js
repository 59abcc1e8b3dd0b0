// What the service knows, kept up to date. Unchanged parts stay the same objects, so that only what changed is drawn.
const SILENCE_MILLIS = 14_000;
const AGAIN_MILLIS = 2_000;

/** RFC 7396, without touching what is there. */
export function merged(before, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) {
    return patch;
  }
  const after = before !== null && typeof before === "object" && !Array.isArray(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete after[name];
    } else {
      after[name] = merged(after[name], value);
    }
  }
  return after;
}

/** Follows one view until it is closed, and says each time that it or the connection has changed. */
export function follow({ scope, period }, told) {
  const query = new URLSearchParams({ scope });
  if (period) {
    query.set("period", period);
  }
  let source = null;
  let document = null;
  let heardAt = performance.now();
  let connection = "connecting";
  let closed = false;
  let drawn = 0;
  let again = 0;

  const tell = () => {
    if (!drawn) {
      drawn = requestAnimationFrame(() => {
        drawn = 0;
        told(document, connection);
      });
    }
  };
  const become = (next) => {
    if (connection !== next) {
      connection = next;
      tell();
    }
  };
  const heard = () => {
    heardAt = performance.now();
    become(document && !document.meta.current ? "stale" : "live");
  };
  const connect = () => {
    source = new EventSource(`/api/events?${query}`);
    source.addEventListener("state", (event) => {
      document = JSON.parse(event.data);
      heard();
      tell();
    });
    source.addEventListener("patch", (event) => {
      document = merged(document, JSON.parse(event.data));
      heard();
      tell();
    });
    source.addEventListener("ping", heard);
    source.addEventListener("error", () => {
      if (closed) {
        return;
      }
      become("lost");
      if (source.readyState === EventSource.CLOSED) {
        // A browser gives up where the answer is an error; it may be better in a moment.
        source.close();
        again = setTimeout(() => signedIn().then(() => closed || connect()), AGAIN_MILLIS);
      }
    });
  };
  const watch = setInterval(() => {
    if (connection === "live" && performance.now() - heardAt > SILENCE_MILLIS) {
      become("stale");
    }
  }, 1_000);
  connect();
  return () => {
    closed = true;
    clearInterval(watch);
    clearTimeout(again);
    cancelAnimationFrame(drawn);
    source.close();
  };
}

async function signedIn() {
  try {
    await session();
  } catch {
    // Not there yet.
  }
}

let known = null;

/** What the page needs to ask for anything; whoever has to sign in is led there. */
export async function session() {
  const answer = await fetch("/api/session");
  if (answer.status === 401) {
    location.assign("/login");
  }
  known = await answer.json();
  return known;
}

export async function post(path, body) {
  const send = () =>
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": known.csrf },
      body: JSON.stringify(body),
    });
  let answer = await send();
  if (answer.status === 403) {
    // The service was started again since.
    await session();
    answer = await send();
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({ detail: "The service does not answer." }));
    throw new Error(problem.detail);
  }
}
