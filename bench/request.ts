/** What one request costs, counted in the real histories. */
import type { Scenario } from './scenario.js';

export const request: Scenario = {
  name: 'request',
  title: 'What one request costs',
  about: '',
  minutes: 5,
  run: () => Promise.reject(new Error('not measured yet')),
};
