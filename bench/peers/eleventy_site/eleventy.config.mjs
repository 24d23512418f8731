// The driver writes driver.json: where the archive and the packages are, and whether terms are linked.
import fs from "node:fs";
import { createRequire } from "node:module";
import { linkTerms } from "./link.mjs";

const driver = JSON.parse(fs.readFileSync("driver.json", "utf8"));
const yaml = createRequire(`${driver.packages}/`)("js-yaml");

export const config = {
  dir: { input: "content", includes: "../_includes", output: "public" },
  markdownTemplateEngine: false,
  templateFormats: ["md", "11ty.js"],
};

const byDate = (a, b) => b.date - a.date || (a.inputPath < b.inputPath ? 1 : -1);

function grouped(pages, keys) {
  const found = new Map();
  for (const page of pages) {
    for (const key of keys(page)) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(page);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function lists(pages) {
  const slug = (text) => text.toLowerCase().replaceAll(" ", "-");
  const day = (page) => page.date.toISOString();
  const found = [{ url: "archive/", title: "Archive", pages }];
  for (const [key, group] of grouped(pages, (page) => [day(page).slice(0, 4), day(page).slice(0, 7)])) {
    found.push({ url: `archive/${key.replace("-", "/")}/`, title: key, pages: group });
  }
  const taxonomies = { tags: (d) => d.tags, publishers: (d) => [d.publisher], languages: (d) => [d.language] };
  for (const [taxonomy, members] of Object.entries(taxonomies)) {
    const all = grouped(pages, (page) => members(page.data));
    found.push({ url: `${taxonomy}/`, title: taxonomy, members: all.map(([n, g]) => [n, slug(n), g.length]) });
    for (const [name, group] of all) found.push({ url: `${taxonomy}/${slug(name)}/`, title: name, pages: group });
  }
  return found;
}

function feeds(pages) {
  const languages = grouped(pages, (page) => [page.data.language]);
  const all = [{ url: "", title: "Bench", pages }];
  return all
    .concat(languages.map(([name, group]) => ({ url: `languages/${name}/`, title: name, pages: group })))
    .map((feed) => ({ ...feed, pages: feed.pages.slice(0, 20) }));
}

export default function (eleventy) {
  const base = "/repo/";
  const text = driver.links ? fs.readFileSync(`${driver.content}/glossary/terms.yaml`, "utf8") : "[]";
  const terms = yaml.load(text, { schema: yaml.FAILSAFE_SCHEMA }).map((term) => ({
    id: term.id,
    label: term.label.any,
    definition: term.definition.en,
    href: `${base}terms/${term.id}/`,
  }));
  const mentions = new Map();
  if (driver.links) eleventy.amendLibrary("md", (markdown) => linkTerms(markdown, terms, mentions));

  eleventy.setUseGitIgnore(false);
  eleventy.addGlobalData("base", base);
  eleventy.addGlobalData("origin", "https://example.org");
  eleventy.addGlobalData("terms", terms);
  eleventy.addGlobalData("glossaries", driver.links ? [terms] : []);
  let articles;
  let around;
  let backlinks;
  eleventy.on("eleventy.before", () => {
    articles = around = backlinks = undefined;
    mentions.clear();
  });
  const sorted = (api) => {
    articles ??= api.getAll().filter((page) => page.inputPath.startsWith("./content/articles/")).sort(byDate);
    return articles;
  };
  eleventy.addCollection("articles", sorted);
  eleventy.addCollection("lists", (api) => lists(sorted(api)));
  eleventy.addCollection("feeds", (api) => feeds(sorted(api)));

  eleventy.addJavaScriptFunction("around", (url) => {
    around ??= new Map(articles.map((page, at) => [page.url, [articles[at - 1], articles[at + 1]]]));
    return around.get(url);
  });
  // The terms of an article, in the order of their first mention.
  eleventy.addJavaScriptFunction("termsOf", (url) => [...new Set((mentions.get(url) ?? []).map((one) => one.term))]);
  eleventy.addJavaScriptFunction("backlinks", (id) => {
    if (!backlinks) {
      backlinks = new Map();
      for (const page of articles) {
        for (const mention of mentions.get(page.url) ?? []) {
          const key = mention.term.id;
          if (!backlinks.has(key)) backlinks.set(key, []);
          backlinks.get(key).push({ page, mention });
        }
      }
    }
    return backlinks.get(id) ?? [];
  });
}
