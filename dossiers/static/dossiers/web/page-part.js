// Fetch a part of a page as the server draws it. Without scripts the whole page is loaded instead.

// Throws when the line is down, the answer is an error, the session is over, or the part is missing.
export async function fetchPart(address, selector, options = {}) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`answer ${response.status}`);
  if (response.redirected) throw new Error("led to another page");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector(selector);
  if (!part) throw new Error(`no ${selector} in the answer`);
  return part;
}
