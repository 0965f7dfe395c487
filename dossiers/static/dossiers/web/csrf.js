// A sign-in changes the token of forms; those of an open page get the new one here.
// Without scripts a form that is sent with the old token is asked for again.

const FIELD = "csrfmiddlewaretoken";

export function presentToken() {
  return document.querySelector(`input[name=${FIELD}]`)?.value;
}

export function renewTokens(token) {
  for (const field of document.getElementsByName(FIELD)) field.value = token;
}
