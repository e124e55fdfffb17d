"use strict";
// The token goes to this pair's own routes and nowhere else, whatever the model's document says.
const base = new URL("..", location.href);
const [pair, field, said] = ["pair", "token", "said"].map(id => document.getElementById(id));
const parts = base.pathname.split("/").filter(part => part.length > 0).map(decodeURIComponent);
pair.textContent = parts.slice(-2).join(" with ");
document.title = pair.textContent;
let token = "";

function isOwn(address) {
  const url = new URL(address, location.href);
  return url.origin === base.origin && url.pathname.startsWith(base.pathname);
}

function tell(text, isRefused) {
  said.textContent = text;
  said.classList.toggle("refused", isRefused);
}

async function show() {
  token = field.value.trim();
  const answer = await fetch(new URL("openapi/v1.json", base), { headers: { Authorization: `Bearer ${token}` } });
  const body = await answer.json();
  if (!answer.ok) {
    tell(`${body.code}: ${body.detail}; ${body.remedy}`, true);
    return;
  }

  tell("What is tried out is sent with the token.", false);
  SwaggerUIBundle({
    spec: { ...body, servers: [{ url: base.href.replace(/\/$/, "") }] },
    dom_id: "#page",
    showMutatedRequest: false, // or the token would stand in the command that is shown
    requestInterceptor: request => {
      if (isOwn(request.url)) {
        request.headers.Authorization = `Bearer ${token}`;
      }

      return request;
    },
  });
}

document.getElementById("access").addEventListener("submit", event => {
  event.preventDefault();
  show().catch(error => tell(`The registry does not answer: ${error.message}`, true));
});
