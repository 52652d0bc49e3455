/** Small papers to be published. */
import type { Paper } from '../../domain/paper.js';

export const item = (id: string, text: string): Paper['items'][number] => ({
  ...{ id, title: `Item ${id}`, actionRequested: 'To note' },
  statements: [{ id: `${id}.1`, text, submitted: 'As it was submitted', changedBy: 'secretariat-sg' }],
  tables: [],
});

export const paper = (id: string, marking: Paper['marking'], items: Paper['items']): Paper => ({
  ...{ id, number: `ASCN/2018/${id.toUpperCase()}/DOC-1`, version: 1, body: 'AMM', bodyName: 'Ministers' },
  ...{ title: `Paper ${id}`, marking, chair: 'Singapore', place: 'Singapore', date: '2018-08-02' },
  ...{ session: { title: 'Meeting', date: '2018-08-02', until: '2018-08-02' }, changes: ['A change'], items },
});
