/** The benchmarks by name, in the order of the page. Each is loaded when it is run, and nothing else with it. */
import type { Scenario } from './scenario.js';

export const scenarios: Record<string, () => Promise<Scenario>> = {
  request: async () => (await import('./request.js')).request,
  year: async () => (await import('./year/year.js')).yearOf(26),
  'year-260': async () => (await import('./year/year.js')).yearOf(260),
  'year-1000': async () => (await import('./year/year.js')).yearOf(1000),
  'year-5000': async () => (await import('./year/year.js')).yearOf(5000),
  audit: async () => (await import('./audit/audit.js')).auditOf(26),
  'audit-260': async () => (await import('./audit/audit.js')).auditOf(260),
  'audit-1000': async () => (await import('./audit/audit.js')).auditOf(1000),
  send: async () => (await import('./send.js')).send,
  mail: async () => (await import('./mail/mail.js')).mail,
  engine: async () => (await import('./engine.js')).engine,
  start: async () => (await import('./start.js')).start,
  peers: async () => (await import('./peers.js')).peers,
};

/** Those that take long, and run only when they are named. */
export const onRequest = ['year-5000', 'audit-260', 'audit-1000'];
