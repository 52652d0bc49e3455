/**
 * A thread that checks who sent a letter (SPF, DKIM, DMARC, ARC), started by `check.ts`. What it reads was written by
 * anybody, so it has a thread of its own, which can be ended, and asks the other side for DNS.
 */
import { parentPort } from 'node:worker_threads';
import { authenticate } from 'mailauth';
import type { ToCheck, ToThread, FromThread } from './check.js';
import { domainOf } from './alignment.js';
import type { Finding } from './verdict.js';
import { verdictOn } from './verdict.js';

const port = parentPort!;
const tell = (message: FromThread): void => port.postMessage(message);

type Records = string[][] | string[];
const asked = new Map<number, { resolve: (records: Records) => void; reject: (error: Error) => void }>();
let questions = 0;

const lookUp = (job: number, name: string, type: string): Promise<Records> =>
  new Promise((resolve, reject) => {
    const question = ++questions;
    asked.set(question, { resolve, reject });
    tell({ question, job, name, type });
  });

port.on('message', (message: ToThread) => {
  if ('letter' in message) {
    const { job, letter } = message;
    check(job, letter).then(
      (authentication) => tell({ job, authentication }),
      () => tell({ job, authentication: { result: 'none', checked: 'here' } }),
    );
    return;
  }
  const waiting = asked.get(message.question);
  asked.delete(message.question);
  if ('records' in message) waiting?.resolve(message.records as Records);
  else waiting?.reject(Object.assign(new Error(message.code), { code: message.code }));
});

async function check(job: number, { raw, client, helo, sender, name }: ToCheck) {
  const { dkim, spf, dmarc, arc } = await authenticate(Buffer.from(raw), {
    ip: client,
    helo,
    sender,
    mta: name,
    disableBimi: true,
    resolver: (domain, type) => lookUp(job, domain, type),
  });
  const headers = dkim.headers?.parsed ?? [];
  const count = (key: string): number => headers.filter((header) => header.key === key).length;
  const found = dkim.results.flatMap(({ signingDomain, status }): Finding[] => {
    const domain = domainOf(signingDomain);
    // one that failed for want of DNS says nothing; one that signs a part of the body lets anything follow (l=)
    if (domain === undefined || status.result === 'temperror' || status.result === 'none') return [];
    return [{ by: 'dkim', domain, passed: status.result === 'pass' && !status.underSized }];
  });
  const mayFrom = spf ? domainOf(spf.domain) : undefined;
  if (spf && mayFrom !== undefined && ['pass', 'fail', 'softfail'].includes(spf.status.result))
    found.push({ by: 'spf', domain: mayFrom, passed: spf.status.result === 'pass' });
  const published = dmarc && ['pass', 'fail'].includes(dmarc.status.result);
  return verdictOn({
    from: dkim.headerFrom.length === 1 && count('from') === 1 ? domainOf(dkim.headerFrom[0]) : undefined,
    found,
    policy: published
      ? {
          strictDkim: dmarc.alignment?.dkim?.strict === true,
          strictSpf: dmarc.alignment?.spf?.strict === true,
        }
      : undefined,
    forwarded: count('list-id') > 0 ? 'list' : arc && count('arc-seal') > 0 ? 'arc' : undefined,
    checked: 'here',
  });
}
