// What an error of an upload means: whether it may pass, and what the server said. Knows no page.

// A cut, a server that restarts, a place in the file that moved: all pass. What has expired in
// the middle begins anew.
export function mayPass(error) {
  if (wasSignedOut(error)) return false;
  const status = error.originalResponse?.getStatus() ?? 0;
  // A full disk: the answer says what to do, and trying again does not help.
  if (status === 507) return false;
  if (status === 404) return error.originalRequest.getMethod() === "PATCH";
  return status === 0 || status >= 500 || [409, 423, 429, 460].includes(status);
}

// Signed out: the request was led to the sign-in page, or its token is an old one.
export function wasSignedOut(error) {
  const request = error.originalResponse?.getUnderlyingObject();
  if (!request?.responseURL) return false;
  const asked = new URL(error.originalRequest.getURL(), location.href).pathname;
  return request.status === 403 || new URL(request.responseURL).pathname !== asked;
}

export function reasonOf(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).reason ?? "";
  } catch {
    return "";
  }
}
