import { describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAuthenticity } from '../../activities/mail/in/authenticity.js';
import type { AuthenticityFacts, Standing } from '../../domain/authenticity.js';
import { standingOf, vouchedFor } from '../../domain/authenticity.js';
import { projectRoot } from '../../workers/project.js';

const policy = await loadAuthenticity(join(projectRoot(), 'data'));
const good: AuthenticityFacts = { token: 'right', senderKnown: true, vouched: 'pass', forwarded: false };

describe('who may be believed', () => {
  test.each<[string, Partial<AuthenticityFacts>, Standing]>([
    ['the office, vouched for by its domain', {}, 'accepted'],
    ['the office, where nothing checks', { vouched: 'not-checked' }, 'accepted'],
    ['the office, whose domain publishes nothing', { vouched: 'none' }, 'unconfirmed'],
    ['the office’s address, not vouched for', { vouched: 'fail' }, 'unconfirmed'],
    ['the office through a list or another server', { forwarded: true }, 'unconfirmed'],
    ['a deputy’s private mailbox', { senderKnown: false }, 'unconfirmed'],
    ['a private mailbox that is not vouched for', { senderKnown: false, vouched: 'fail' }, 'unconfirmed'],
    ['the office, to a revoked address', { token: 'stale' }, 'aside'],
    ['the office, to another network’s address', { token: 'foreign' }, 'aside'],
    ['the office, to no address of a letter', { token: 'none' }, 'unconfirmed'],
    ['the office, to no address of a letter, not vouched for', { token: 'none', vouched: 'fail' }, 'aside'],
    ['anybody, to no address of a letter, vouched for', { token: 'none', senderKnown: false }, 'aside'],
    ['anybody, to no address of a letter', { token: 'none', senderKnown: false, vouched: 'fail' }, 'aside'],
  ])('%s', (_, facts, standing) => {
    expect(standingOf({ ...good, ...facts }, policy).standing).toBe(standing);
  });

  test('every row says why', () => {
    for (const { because } of policy) expect(because).toMatch(/^[A-Z].*\.$/);
  });
});

describe('whether a domain vouches for the writer as read', () => {
  const pass = { result: 'pass', from: 'hue.example', checked: 'here' } as const;
  test.each([
    [pass, 'office@hue.example', 'pass'],
    [pass, 'OFFICE@Hue.Example', 'pass'],
    [pass, 'office@attacker.example', 'fail'],
    [pass, undefined, 'fail'],
    [{ ...pass, result: 'none' } as const, 'office@attacker.example', 'none'],
    [undefined, 'office@hue.example', 'not-checked'],
  ])('%j for %s', (authentication, writer, vouched) => {
    expect(vouchedFor(authentication, writer).vouched).toBe(vouched);
  });
});

test.each([
  ['- standing: accepted\n  because: All.\n', 'accepts answers whose token is “stale”'],
  ['- token: [right]\n  standing: accepted\n  because: x.\n', 'a last row without conditions'],
  ['- standing: perhaps\n  because: x.\n', 'standing'],
])('a policy such as %j is refused', async (text, sentence) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'policy-'));
  await mkdir(join(dataDir, 'mail'));
  await writeFile(join(dataDir, 'mail', 'authenticity.yaml'), text);
  await expect(loadAuthenticity(dataDir)).rejects.toMatchObject({
    type: 'BadInput',
    message: expect.stringContaining(sentence) as unknown,
  });
  await rm(dataDir, { recursive: true });
});
