import assert from "node:assert/strict";
import test from "node:test";

import { mayPass, reasonOf } from "../../dossiers/static/dossiers/filing/upload-errors.js";

const answered = (status, { method = "PATCH", body = "" } = {}) => ({
  originalRequest: { getMethod: () => method },
  originalResponse: { getStatus: () => status, getBody: () => body, getUnderlyingObject: () => ({}) },
});

test("a lost connection may pass", () => {
  assert.equal(mayPass({ originalResponse: null }), true);
});

for (const [status, passes] of [[500, true], [503, true], [409, true], [423, true], [507, false], [413, false], [422, false]]) {
  test(`the answer ${status} ${passes ? "may pass" : "is final"}`, () => {
    assert.equal(mayPass(answered(status)), passes);
  });
}

test("an upload that expired begins anew only while it is sent", () => {
  assert.equal(mayPass(answered(404)), true);
  assert.equal(mayPass(answered(404, { method: "POST" })), false);
});

test("the reason of the server is passed on", () => {
  assert.equal(reasonOf(answered(422, { body: '{"reason": "A PDF with a password."}' })), "A PDF with a password.");
});

test("an answer that is no JSON has no reason", () => {
  assert.equal(reasonOf(answered(502, { body: "<html>" })), "");
});
