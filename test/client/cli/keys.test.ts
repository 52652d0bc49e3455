import { describe, expect, test } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { runWithoutInstallation } from '../../../client/cli/create-cli.js';
import { installation } from './run.js';

describe('the key ring', () => {
  test('is shown with its master keys, and rotated: what was stored before is still read', async () => {
    const { home, reading, run } = installation();
    const address = await reading.store.put('the plan of Da Nang', { person: 'csco@da-nang.vn.example' });
    expect((await run('keys', 'status')).out).toBe(
      `The key ring is ${home}/keys.json; keep a copy of it apart from the data.\nk1  wraps 1 key; it is the current one`,
    );
    const { code, out } = await run('keys', 'rotate');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^k2 is the current master key; 1 key was wrapped anew under it\.\nBack up/),
    ]);
    expect(JSON.parse((await run('keys', 'status', '--json')).out)).toEqual({
      file: `${home}/keys.json`,
      current: 'k2',
      masters: [
        { id: 'k1', wraps: 0 },
        { id: 'k2', wraps: 1 },
      ],
    });
    expect(Buffer.from(await reading.store.get(address)).toString()).toBe('the plan of Da Nang');
  });

  test('for several machines is made without an installation, and never over another', async () => {
    const { file } = installation();
    const said: string[] = [];
    const cli = {
      print: (text: string) => void said.push(text),
      complain: (text: string) => void said.push(text),
    };
    const words = ['keys', 'new', file('ring.json')];
    expect(await runWithoutInstallation(words, cli)).toBe(0);
    expect(statSync(file('ring.json')).mode & 0o777).toBe(0o600);
    const made = readFileSync(file('ring.json'), 'utf8');
    expect(await runWithoutInstallation(words, cli)).toBe(2);
    expect(said.at(-1)).toContain('ring.json is there already; expected a name that is free');
    expect(readFileSync(file('ring.json'), 'utf8')).toBe(made);
  });
});
