import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNetwork } from '../../activities/network/load.js';
import { writeLargerNetwork } from '../../bench/year/larger-network.js';
import { loadScript } from '../../client/rehearsal/script.js';
import { citiesOn } from '../../domain/network.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-larger-'));
beforeAll(() => writeLargerNetwork('data', folder, 100));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a larger network', () => {
  test('has as many cities as wanted, each with the offices of the city that it is a copy of', async () => {
    const network = await loadNetwork(folder, '2018-05-01');
    expect(citiesOn(network, '2018-05-01')).toHaveLength(100);
    expect(
      network.offices.filter(({ city }) => city === 'da-nang-3').map(({ id, address }) => [id, address]),
    ).toEqual([
      ['csco-da-nang-3', 'csco-3@da-nang.vn.example'],
      ['alternate-da-nang-3', 'alternate-3@da-nang.vn.example'],
    ]);
  });

  test('has its copies before the nominations, which are asked about the founding cities only', async () => {
    const cities = citiesOn(await loadNetwork(folder, '2018-01-02'), '2018-01-02').map(({ id }) => id);
    expect(cities).toHaveLength(74);
    expect(cities).not.toContain('da-nang');
  });

  test('has officers who behave as those of the city that theirs is a copy of', async () => {
    const { plays, bounces } = await loadScript(folder, 2018);
    expect(bounces).toContain('csco-mandalay-3');
    expect(plays.filter(({ office }) => office === 'csco-hanoi-2')).toEqual(
      plays
        .filter(({ office }) => office === 'csco-hanoi')
        .map((play) => ({ ...play, office: 'csco-hanoi-2' })),
    );
  });
});
