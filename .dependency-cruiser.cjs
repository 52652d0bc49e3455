/** The house rules of docs/architecture.md: who may import whom. An arrow the other way is a defect. */
const mayImport = {
  domain: [],
  workflows: ['domain'],
  activities: ['domain'],
  workers: ['domain', 'workflows', 'activities'],
  client: ['domain', 'workflows', 'workers'],
  bench: ['domain', 'workflows', 'activities', 'workers', 'client'],
};
const rooms = ['domain', 'workflows', 'activities', 'workers', 'client', 'bench', 'test'];

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: {
        path: `^(${rooms.filter((other) => other !== room && !allowed.includes(other)).join('|')})/`,
        dependencyTypesNot: room === 'workflows' ? ['type-only'] : [],
      },
    })),
    {
      name: 'workflows-stay-small',
      comment: 'zod and luxon stay out of workflow code; schemas use zod (docs/decisions).',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: [
          '^domain/schemas/',
          'node_modules/(zod|luxon|nodemailer|postal-mime|highs)',
          '^(node:|fs|path|crypto)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain imports nothing that touches the world; zod only under schemas/.',
      severity: 'error',
      from: { path: '^domain/', pathNot: '^domain/schemas/' },
      to: { path: 'node_modules/(zod|nodemailer|@temporalio/(?!common))', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(dist|var|bench/peers)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
