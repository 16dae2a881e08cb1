import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import english from "../../src/dashboard/i18n/english.ts";
import { hashOf, lost, placeOf, routes, sections, type Route } from "../../src/dashboard/shell/routes.ts";

const route = (path: string): Route => ({ path, tag: "dorg-page-x", title: "home.title", load: async () => undefined });
const table = [route(""), route("people"), route("people/:member"), route("epochs/:epoch/pages/:page")];
const found = (hash: string) => {
  const { route: { path }, parameters, query } = placeOf(hash, table);
  return [path, { ...parameters }, query.toString()];
};

test("every page of the table is a file that defines its element, with a title and a path of its own", () => {
  for (const { tag, title, load, section } of [...routes, lost]) {
    const file = /import\("(\.\.\/pages\/[\w-]+\.ts)"\)/.exec(String(load))?.[1];
    assert.ok(file !== undefined, tag);
    assert.match(readFileSync(new URL(`../../src/dashboard/shell/${file}`, import.meta.url), "utf8"), new RegExp(`customElements\\.define\\("${tag}"`));
    assert.ok(Object.hasOwn(english, title), title);
    assert.ok(section === undefined || sections.includes(section));
  }
  assert.equal(new Set(routes.map(({ path }) => path)).size, routes.length);
});

test("an address names a page, its parameters and its query", () => {
  assert.deepEqual(found(""), ["", {}, ""]);
  assert.deepEqual(found("#/"), ["", {}, ""]);
  assert.deepEqual(found("#/people?sort=name"), ["people", {}, "sort=name"]);
  assert.deepEqual(found("#/people/0xAb%2F"), ["people/:member", { member: "0xAb/" }, ""]);
  assert.deepEqual(found("#/epochs/3/pages/0"), ["epochs/:epoch/pages/:page", { epoch: "3", page: "0" }, ""]);
});

test("an address of no page, or a broken one, is told so", () => {
  for (const hash of ["#/nowhere", "#/people/3/more", "#/people/", "#/people/%E0%A4%A"]) assert.equal(placeOf(hash, table).route, lost, hash);
});

test("the address of a page leads to it", () => {
  const hash = hashOf("people/:member", { member: "a/b?c" }, { epoch: "2" });
  assert.equal(hash, "#/people/a%2Fb%3Fc?epoch=2");
  assert.deepEqual(found(hash), ["people/:member", { member: "a/b?c" }, "epoch=2"]);
});
