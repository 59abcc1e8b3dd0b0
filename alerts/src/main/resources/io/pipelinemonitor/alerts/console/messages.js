// What people were told, in the words in which they were told.
import { h, Empty, Icon, useState, useEffect } from "./dom.js";
import { Moment } from "./format.js";

const EVERY_MILLIS = 3_000;
const MOST = 200;

export function Messages({ outbox }) {
  const [messages, setMessages] = useState([]);
  const [problem, setProblem] = useState(null);
  const [read, setRead] = useState(false);
  useEffect(() => {
    if (!outbox) {
      return undefined;
    }
    let over = false;
    let timer = 0;
    let newest = 0;
    const look = async () => {
      try {
        const answer = await fetch(`/api/messages?after=${newest}`);
        const content = await answer.json();
        if (!answer.ok) {
          throw new Error(content.detail);
        }
        if (over) {
          return;
        }
        if (content.messages.length) {
          newest = Math.max(...content.messages.map((message) => message.number));
          setMessages((known) => [...known, ...content.messages].slice(-MOST));
        }
        setProblem(null);
      } catch (failure) {
        setProblem(failure.message);
      }
      setRead(true);
      if (!over) {
        timer = setTimeout(look, EVERY_MILLIS);
      }
    };
    look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [outbox]);

  if (!outbox) {
    return h(Empty, null, "Messages go to Slack and by mail, as the environment says; who was told is with each alert. Without SLACK_BOT_TOKEN and SMTP_URL they stay on this machine, and are shown here.");
  }
  const conversations = new Map();
  for (const message of messages) {
    const known = conversations.get(message.conversation) || [];
    conversations.delete(message.conversation);
    conversations.set(message.conversation, [...known, message]);
  }
  const list = [...conversations.values()].reverse();
  return h(
    "div",
    { class: "messages" },
    h("p", { class: "note" }, "Nothing leads to people here, so messages stay on this machine. ", h("a", { href: outbox, target: "_blank", rel: "noopener noreferrer" }, "The outbox, with mails as they look", h(Icon, { name: "external" }))),
    problem ? h("p", { class: "bad", role: "status" }, problem) : null,
    list.length === 0 ? h(Empty, null, read ? "Nothing was told yet. What is not critical waits for the end of quiet hours and days." : "Reading the outbox…") : null,
    list.map((conversation) => {
      const first = conversation[0];
      const latest = new Map();
      conversation.forEach((message) => latest.set(message.reference, message));
      return h(
        "article",
        { class: "card message", key: first.conversation },
        h("header", null, h("span", { class: "badge info" }, first.medium === "email" ? "Mail" : "Slack"), h("b", null, first.to), h(Moment, { of: conversation[conversation.length - 1].at })),
        first.subject ? h("h2", null, conversation[conversation.length - 1].subject || first.subject) : null,
        [...latest.values()].map((message) => h("pre", { key: message.number }, message.text)),
      );
    }),
  );
}
