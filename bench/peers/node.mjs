// The peer in Node: a store of certifications as a user writes it with better-sqlite3 and ajv. turns.mjs measures it.
import { Buffer } from 'node:buffer';
import { hash, randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

const DAY_MS = 86_400_000;
export const NO_DAY = -(2 ** 31);
const [INVALID, NOT_YET_VALID, VALID, EXPIRING_SOON, IN_GRACE, EXPIRED] = [0, 1, 2, 3, 4, 5];

const externalId = { type: ['string', 'null'], minLength: 1, maxLength: 128 };
const text = { type: ['string', 'null'], maxLength: 255 };
const date = { type: ['string', 'null'], format: 'date' };

const CREATE = {
  type: 'object',
  additionalProperties: false,
  required: ['organization_member_id', 'certification_type_id'],
  properties: {
    organization_member_id: { type: 'string', format: 'uuid' },
    certification_type_id: { type: 'string', format: 'uuid' },
    external_id: externalId,
    external_source: externalId,
    source: { enum: ['manual', 'import', 'api', 'self-reported'] },
    issued_on: date,
    expires_on: date,
    issuer_name: text,
    serial_number: text,
  },
};
const IMPORT = {
  ...CREATE,
  required: [...CREATE.required, 'idempotency_key'],
  properties: { ...CREATE.properties, idempotency_key: { type: 'string', pattern: '^[!-~]{1,255}$' } },
};
const MEMBERS = Object.keys(IMPORT.properties);
const LIST = {
  type: 'object',
  additionalProperties: false,
  required: ['order', 'expires_after'],
  properties: {
    order: { const: 'expires_on' },
    limit: { type: 'integer', minimum: 1, maximum: 200 },
    expires_after: { type: 'string', format: 'date' },
  },
};

const RECORDS = `
SELECT c.id, o.id, m.id, m.user_id, c.external_id, c.external_source, c.lifecycle_status, c.source, c.issued_on, c.expires_on,
  c.issuer_name, c.serial_number, c.created_at, c.revision, t.id, t.slug, t.title, t.status, t.grace_days, t.expiring_soon_days
FROM certification c
JOIN organization o ON o.key = c.organization_key
JOIN member m ON m.key = c.member_key
JOIN certification_type t ON t.key = c.type_key
WHERE c.organization_key = ? AND c.expires_on > ?
ORDER BY c.expires_on, c.key
LIMIT ?`;

class Refused extends Error {}

export const isRefusal = (failure) => failure instanceof Refused || failure.code === 'SQLITE_CONSTRAINT_UNIQUE';

// UUIDs of version 7 that grow: milliseconds, a count within one, chance.
class Ids {
  #millisecond = 0;
  #count = 0;
  #chance = Buffer.alloc(8);

  next() {
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#count = 0;
    } else if (++this.#count > 0xfff) {
      ++this.#millisecond;
      this.#count = 0;
    }
    randomFillSync(this.#chance);
    this.#chance[0] = (this.#chance[0] & 0x3f) | 0x80;
    const time = this.#millisecond.toString(16).padStart(12, '0');
    const tail = this.#chance.toString('hex');
    const count = this.#count.toString(16).padStart(3, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }
}

// The store, for one organization.
export class Certifications {
  #db;
  #organizationId;
  #organization;
  #ids = new Ids();
  #isCreate;
  #isImport;
  #isList;
  #run;

  constructor(Database, ajv, path) {
    this.#db = new Database(path);
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'cache_size = -16384',
      'wal_autocheckpoint = 4000']) {
      this.#db.pragma(pragma);
    }
    this.#isCreate = ajv.compile(CREATE);
    this.#isImport = ajv.compile(IMPORT);
    this.#isList = ajv.compile(LIST);
  }

  layOut(organizationId, members, types) {
    const db = this.#db;
    db.exec(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
    this.#organizationId = organizationId;
    this.#organization = db.prepare('INSERT INTO organization (id) VALUES (?)').run(organizationId).lastInsertRowid;
    db.exec('BEGIN IMMEDIATE');
    const member = db.prepare('INSERT INTO member VALUES (NULL, ?, ?, NULL)');
    for (const id of members) member.run(this.#organization, id);
    const type = db.prepare('INSERT INTO certification_type VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
    for (const each of types) {
      type.run(this.#organization, each.id, each.slug, each.title, each.status, each.grace_days, each.expiring_soon_days);
    }
    db.exec('COMMIT');
    this.#run = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      rollback: db.prepare('ROLLBACK'),
      bound: db.prepare(`SELECT k.fingerprint, h.answer FROM idempotency_key k JOIN history h ON h.key = k.history_key
        WHERE k.organization_key = ? AND k.idempotency_key = ?`).raw(),
      member: db.prepare('SELECT key, user_id FROM member WHERE organization_key = ? AND id = ?').raw(),
      type: db.prepare(`SELECT key, id, slug, title, status, grace_days, expiring_soon_days FROM certification_type
        WHERE organization_key = ? AND id = ?`).raw(),
      records: db.prepare(RECORDS).raw(),
      certification: db.prepare("INSERT INTO certification VALUES (NULL, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, ?, 1)"),
      history: db.prepare('INSERT INTO history VALUES (NULL, ?, ?, ?, ?)'),
      key: db.prepare('INSERT INTO idempotency_key VALUES (?, ?, ?, ?)'),
    };
  }

  // The answer's text; that of the first time if the key is bound. Durable when it returns.
  create(body, key) {
    const request = parsed(body, this.#isCreate);
    const fingerprint = fingerprintOf(request);
    const bound = this.#bound(key, fingerprint);
    if (bound !== undefined) return bound;
    return this.#transaction(() => this.#insert('certification.create', request, key, fingerprint).answer);
  }

  // A result for each line: its outcome, and the id or what is wrong. One transaction, durable when it returns.
  importLines(lines) {
    return this.#transaction(() => lines.trimEnd().split('\n').map((line) => this.#import(line)));
  }

  list(body) {
    const request = parsed(body, this.#isList);
    const limit = request.limit ?? 50;
    const rows = this.#run.records.all(this.#organization, request.expires_after, limit + 1);
    const hasMore = rows.length > limit;
    if (hasMore) rows.pop();
    const day = Math.floor(Date.now() / DAY_MS);
    const data = [];
    const meta = [];
    for (const row of rows) {
      const shown = document(row, day);
      data.push(shown.data);
      meta.push(shown.meta);
    }
    const last = rows.at(-1);
    const cursor = hasMore ? Buffer.from(last[9] + last[0]).toString('base64url') : null;
    return JSON.stringify({ data, page: { next_cursor: cursor, has_more: hasMore }, meta });
  }

  #transaction(work) {
    this.#run.begin.run();
    try {
      const done = work();
      this.#run.commit.run();
      return done;
    } catch (failure) {
      this.#run.rollback.run();
      throw failure;
    }
  }

  #bound(key, fingerprint) {
    const found = this.#run.bound.get(this.#organization, key);
    if (found === undefined) return undefined;
    if (!fingerprint.equals(found[0])) throw new Refused('idempotency_key_reused');
    return found[1];
  }

  // Nothing that is refused has written: of the three inserts only the first can fail.
  #import(line) {
    try {
      const request = parsed(line, this.#isImport);
      const fingerprint = fingerprintOf(request);
      if (this.#bound(request.idempotency_key, fingerprint) !== undefined) return { outcome: 'replayed' };
      const { id } = this.#insert('certification.import', request, request.idempotency_key, fingerprint);
      return { outcome: 'created', id };
    } catch (refusal) {
      if (!isRefusal(refusal)) throw refusal;
      return { outcome: 'refused', problem: refusal.message };
    }
  }

  #insert(operation, request, key, fingerprint) {
    const run = this.#run;
    const member = run.member.get(this.#organization, request.organization_member_id);
    const type = run.type.get(this.#organization, request.certification_type_id);
    if (!member || !type) throw new Refused(member ? 'certification_type.exists' : 'member.exists');
    const now = Date.now();
    const row = [
      this.#ids.next(), this.#organizationId, request.organization_member_id, member[1], request.external_id ?? null,
      request.external_source ?? null, 'active', request.source ?? 'manual', request.issued_on ?? null,
      request.expires_on ?? null, request.issuer_name ?? null, request.serial_number ?? null, new Date(now).toISOString(),
      1, type[1], type[2], type[3], type[4], type[5], type[6]];
    const certification = run.certification.run(this.#organization, row[0], member[0], type[0], row[4], row[5], row[7],
      row[8], row[9], row[10], row[11], row[12]).lastInsertRowid;
    const answer = JSON.stringify(document(row, Math.floor(now / DAY_MS)));
    const history = run.history.run(row[12], operation, certification, answer).lastInsertRowid;
    run.key.run(this.#organization, key, fingerprint, history);
    return { id: row[0], answer };
  }
}

function parsed(body, isValid) {
  let request;
  try {
    request = JSON.parse(body);
  } catch {
    throw new Refused('json.syntax');
  }
  if (!isValid(request)) throw new Refused(isValid.errors[0].instancePath + ' ' + isValid.errors[0].message);
  if (request.issued_on && request.expires_on && request.expires_on < request.issued_on) throw new Refused('dates.order');
  return request;
}

// Of what was said: the order of members and their spacing don't matter.
const fingerprintOf = (request) => hash('sha256', JSON.stringify(request, MEMBERS), 'buffer');

// A certification as it is answered, and what is told beside it.
function document(row, day) {
  const [id, organization_id, organization_member_id, user_id, external_id, external_source, lifecycle_status, source,
    issued_on, expires_on, issuer_name, serial_number, created_at, revision, type_id, slug, title, status, grace, soon] = row;
  const verdict = judge(lifecycle_status, issued_on, expires_on, grace, soon, day);
  return {
    data: {
      id, organization_id, organization_member_id, user_id, external_id, external_source, certification_type_id: type_id,
      lifecycle_status, source, issued_on, expires_on, issuer_name, serial_number, verification_status: 'unverified',
      validity_status: verdict[0], verification_method: null, last_verified_at: null, created_at, updated_at: created_at,
      certification_type: { id: type_id, slug, title, status },
    },
    meta: { revision, validity_reason: verdict[1], days_remaining: verdict[2], next_transition_on: verdict[3] },
  };
}

const dayOf = (text) => Date.parse(text) / DAY_MS;
const textOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

// Status, reason, days remaining and the day of the next change.
function judge(lifecycleStatus, issuedOn, expiresOn, grace, soon, day) {
  if (lifecycleStatus !== 'active') return ['invalid', lifecycleStatus, null, null];
  const expires = expiresOn === null ? null : dayOf(expiresOn);
  const remaining = expires === null ? null : expires - day;
  if (issuedOn !== null && day < dayOf(issuedOn)) return ['not_yet_valid', 'before_issue', remaining, issuedOn];
  if (expires === null) return ['valid', 'no_expiry', null, null];
  if (day > expires + grace) return ['expired', 'past_expiry', remaining, null];
  if (day > expires) return ['in_grace', 'within_grace', remaining, textOf(expires + grace + 1)];
  if (day >= expires - soon) return ['expiring_soon', 'near_expiry', remaining, textOf(expires + 1)];
  return ['valid', 'in_force', remaining, textOf(expires - soon)];
}

// The status of each record, of columns of day numbers: Int32Arrays.
export function validity(issuedOn, expiresOn, graceDays, expiringSoonDays, lifecycle, asOf, statuses) {
  for (let i = 0; i < statuses.length; ++i) {
    const expires = expiresOn[i];
    if (lifecycle[i] !== 0) statuses[i] = INVALID;
    else if (asOf < issuedOn[i]) statuses[i] = NOT_YET_VALID;
    else if (expires === NO_DAY || asOf < expires - expiringSoonDays[i]) statuses[i] = VALID;
    else if (asOf <= expires) statuses[i] = EXPIRING_SOON;
    else if (asOf <= expires + graceDays[i]) statuses[i] = IN_GRACE;
    else statuses[i] = EXPIRED;
  }
}
