// Measures the peer in Node, turn by turn, as main.py asks on standard input: turns.mjs FOLDER MODULES.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// A turn answers the seconds that it took; what it works on is made before.
class Turns {
  #peer;
  #store;
  #cards;
  #wrong;
  #lines;
  #pages;
  #columns;
  #asOf;
  #statuses;
  #created = 0;
  #imported = 0;
  #replayed = 0;
  #listed = 0;

  constructor(folder, peer, Database, ajv) {
    const ground = JSON.parse(readFileSync(`${folder}/ground.json`, 'utf8'));
    this.#peer = peer;
    this.#store = new peer.Certifications(Database, ajv, `${folder}/node.db`);
    this.#store.layOut(ground.organization_id, ground.members, ground.types);
    this.#cards = ground.cards;
    this.#wrong = ground.wrong;
    this.#lines = ground.lines;
    this.#pages = ground.pages;
    const bytes = readFileSync(`${folder}/facts.bin`);
    const facts = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    this.#columns = [0, 1, 2, 3, 4].map((column) => new Int32Array(facts.length / 6).map((_, i) => facts[i * 6 + column]));
    this.#asOf = ground.as_of_day;
    this.#statuses = new Int32Array(facts.length / 6);
  }

  create(n) {
    const cards = this.#cards.slice(this.#created, this.#created += n);
    return seconds(() => {
      for (const [request, key] of cards) this.#store.create(request, key);
    });
  }

  import(n) {
    const text = this.#lines.slice(this.#imported, this.#imported += n).join('');
    let results;
    const taken = seconds(() => {
      results = this.#store.importLines(text);
    });
    const created = results.filter(({ outcome }) => outcome === 'created').length;
    if (created !== n) throw new Error(`an import has not created every line: ${JSON.stringify(results)}`);
    return taken;
  }

  replay(n) {
    const cards = Array.from({ length: n }, () => this.#cards[this.#replayed++ * 7919 % this.#cards.length]);
    return seconds(() => {
      for (const [request, key] of cards) this.#store.create(request, key);
    });
  }

  page(n) {
    const pages = Array.from({ length: n }, () => this.#pages[this.#listed++ % this.#pages.length]);
    return seconds(() => {
      for (const request of pages) this.#store.list(request);
    });
  }

  validity(n) {
    return seconds(() => {
      for (let i = 0; i < n; i += this.#statuses.length) {
        this.#peer.validity(...this.#columns, this.#asOf, this.#statuses);
      }
    });
  }

  // What main.py compares.
  show(what, i) {
    if (what === 'card') return this.#store.create(...this.#cards[i]);
    if (what === 'wrong') return this.#isRefused(...this.#wrong[i]) ? '"refused"' : '"created"';
    if (what === 'page') return this.#store.list(this.#pages[i]);
    const counts = [0, 0, 0, 0, 0, 0];
    for (const status of this.#statuses) ++counts[status];
    return JSON.stringify(counts);
  }

  #isRefused(request, key) {
    try {
      this.#store.create(request, key);
      return false;
    } catch (failure) {
      if (!this.#peer.isRefusal(failure)) throw failure;
      return true;
    }
  }
}

function seconds(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function turnsOf(folder, modules) {
  const require = createRequire(`${modules}/`);
  const Database = require('better-sqlite3');
  const Ajv = require('ajv');
  const addFormats = require('ajv-formats');
  const ajv = new Ajv({ allowUnionTypes: true });
  addFormats(ajv);
  const { version: sqlite } = new Database(':memory:').prepare('SELECT sqlite_version() AS version').get();
  const turns = new Turns(folder, await import('./node.mjs'), Database, ajv);
  const versions = ['better-sqlite3', 'ajv'].map((name) => `${name} ${require(`${name}/package.json`).version}`);
  return [turns, `Node ${process.versions.node}, SQLite ${sqlite}, ${versions.join(', ')}`];
}

const [folder, modules] = process.argv.slice(2);
try {
  const [turns, versions] = await turnsOf(folder, modules);
  console.log(versions);
  for await (const line of createInterface({ input: process.stdin })) {
    const [task, ...rest] = line.split(' ');
    console.log(task === 'show' ? turns.show(rest[0], Number(rest[1])) : turns[task](Number(rest[0])));
  }
} catch (failure) {
  if (failure.code !== 'MODULE_NOT_FOUND') throw failure;
  console.log(`skipped: Node: ${failure.message.split('\n')[0]}`);
}
