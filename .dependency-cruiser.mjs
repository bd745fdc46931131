/** Who may import whom. Changing a table here is an architecture decision and needs a note in docs/decisions/. */

/** Every feature stands on these; among them, each may import those before it. */
const commonGround = ['config', 'log', 'database', 'files', 'audit', 'http', 'access', 'policy', 'queue', 'usage'];

/** Beside the common ground, itself, the canonical schemas and the connector kit. A folder that is not here may import none of the others. */
const features = {
  connections: [],
  records: ['mappings'],
  ingest: ['connections', 'records'],
  people: ['records'],
  privacy: ['statistics', 'people'],
  findings: ['records', 'people', 'privacy', 'pipelines', 'language'],
  review: ['findings', 'people'],
  outbox: ['connections', 'mappings', 'people'],
  actions: ['findings', 'review', 'outbox', 'privacy'],
  reconciliation: ['connections', 'records', 'outbox'],
  export: ['records', 'people', 'findings', 'privacy', 'outbox'],
};

/** These are computed: no database, no Nest, no common ground. Packages only where they are named. */
const pure = {
  statistics: { folders: [], packages: [] },
  language: { folders: ['statistics'], packages: ['zod', 'openai'] },
  pipelines: { folders: ['statistics', 'language'], packages: ['zod'] },
};

/** They put the house together and may import everything: the files of src itself, and the commands. */
const entries = ['cli', 'demo'];

const spec = '[.](e2e-)?spec[.]ts$';
const inFolders = (folders) => `^src/(${folders.join('|')})/`;
const npm = (names) => `^node_modules/(@types/)?(${names.join('|')})/`;
const canonical = '^mappings/canonical/';
const kit = '^connectors/kit/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const downwards = commonGround.map((folder, index) =>
  forbid(
    'common-ground-looks-down',
    `${folder} may import only what comes before it in the common ground, and no feature`,
    { path: `^src/${folder}/`, pathNot: spec },
    { path: '^(src|mappings|connectors|simulators)/', pathNot: [inFolders([...commonGround.slice(0, index), folder]), kit] },
  ),
);

const featureRules = Object.entries(features).map(([folder, others]) =>
  forbid(
    'features-keep-to-the-table',
    `${folder} may import the common ground, the canonical schemas, the connector kit${others.map((other) => `, ${other}`).join('')}`,
    { path: `^src/${folder}/`, pathNot: spec },
    {
      path: '^(src|mappings|simulators)/',
      pathNot: [
        inFolders([...commonGround, folder, ...others.filter((other) => other !== 'mappings')]),
        canonical,
        ...(others.includes('mappings') ? ['^mappings/'] : []),
      ],
    },
  ),
);

const pureRules = Object.entries(pure).flatMap(([folder, { folders, packages }]) => [
  forbid(
    'pipelines-are-pure',
    `${folder} is computed from what it is given`,
    { path: `^src/${folder}/`, pathNot: spec },
    { path: '^(src|mappings|connectors|simulators)/', pathNot: [inFolders([folder, ...folders]), canonical] },
  ),
  forbid(
    'pipelines-are-pure',
    `${folder} reads no database, file or network of its own`,
    { path: `^src/${folder}/`, pathNot: spec },
    { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'], ...(packages.length > 0 && { pathNot: npm(packages) }) },
  ),
]);

const known = [...commonGround, ...Object.keys(features), ...Object.keys(pure), ...entries];

export default {
  forbidden: [
    forbid('no-cycles', 'two files that need each other have not decided who knows whom', {}, { circular: true }),
    forbid('every-folder-has-a-place', 'name the folder in the tables above', { path: '^src/[^/]+/', pathNot: inFolders(known) }, {}),
    forbid(
      'entries-are-ends',
      'nothing is built on what puts the house together',
      { path: inFolders(known.filter((folder) => !entries.includes(folder))), pathNot: spec },
      { path: [inFolders(entries), '^src/[^/]+[.]ts$'] },
    ),
    forbid('tests-are-ends', 'what runs imports no test', { pathNot: [spec, '^test/'] }, { path: [spec, '^test/'] }),

    forbid(
      'connectors-stand-alone',
      'a connector knows nothing of ours',
      { path: '^connectors/', pathNot: spec },
      { path: '^(src|mappings|simulators|web|bench|chaos|test)/' },
    ),
    forbid(
      'connectors-are-strangers',
      'a vendor knows no other vendor',
      { path: '^connectors/([^/]+)/', pathNot: '^connectors/kit/' },
      { path: '^connectors/[^/]+', pathNot: ['^connectors/$1/', kit] },
    ),
    forbid('connectors-are-strangers', 'the kit knows no vendor', { path: kit }, { path: '^connectors/', pathNot: kit }),
    forbid(
      'connectors-use-only-the-kit-and-zod',
      'transports and their retrying are the kit’s; beside zod, only parsers',
      { path: '^connectors/([^/]+)/', pathNot: [kit, spec] },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: npm(['zod', 'fflate', 'csv-parse', 'iconv-lite', 'yauzl']),
      },
    ),
    forbid(
      'connectors-use-only-the-kit-and-zod',
      'no vendor opens a socket or a file of its own',
      { path: '^connectors/([^/]+)/', pathNot: [kit, spec] },
      { dependencyTypes: ['core'], path: '^(node:)?(http2?|https|net|tls|dgram|child_process|fs)' },
    ),

    forbid(
      'simulators-know-no-connector',
      'an error in a connector must not hide behind the same error in its simulator',
      { path: '^simulators/' },
      { path: '^(connectors|mappings|src|web)/' },
    ),
    forbid(
      'simulators-know-no-connector',
      'a simulated vendor knows no other',
      { path: '^simulators/([^/]+)/', pathNot: '^simulators/(kit|company)/' },
      { path: '^simulators/', pathNot: ['^simulators/$1/', '^simulators/kit/'] },
    ),

    forbid(
      'mappings-look-back-only',
      'a mapping knows connectors, never the hub',
      { path: '^mappings/', pathNot: spec },
      { path: '^(src|simulators|web|bench|chaos|test)/' },
    ),
    forbid(
      'canonical-is-a-leaf',
      'our words depend on nobody’s',
      { path: canonical, pathNot: spec },
      { path: '^(connectors|mappings|src|simulators)/', pathNot: canonical },
    ),
    forbid(
      'one-door-to-the-connectors',
      'only connections opens a connector',
      { path: '^src/', pathNot: ['^src/connections/', inFolders(entries), '^src/[^/]+[.]ts$', spec] },
      { path: '^connectors/', pathNot: kit },
    ),

    ...downwards,
    ...featureRules,
    ...pureRules,

    forbid(
      'only-the-gate-releases',
      'what leaves goes through the ledger; of the gate itself, others see types',
      { path: '^(src|bench|chaos)/', pathNot: ['^src/privacy/', spec] },
      { path: '^src/privacy/gate[.]ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'only-the-gate-releases',
      'the arithmetic of the gate is its own',
      { path: '^src/', pathNot: ['^src/privacy/', spec] },
      { path: '^src/privacy/', pathNot: '^src/privacy/(gate|ledger|release-view|thresholds|privacy[.]module|[a-z-]+[.]controller)[.]ts$' },
    ),
    forbid(
      'only-tenancy-opens-the-database',
      'Tenancy.inTenant is the only way to a connection',
      { path: '^(src|connectors|mappings|simulators)/', pathNot: ['^src/database/', spec] },
      { path: npm(['pg', 'pg-copy-streams', 'typeorm']) },
    ),
    forbid(
      'only-queue-names-bull',
      'everybody else knows Queue',
      { path: '^(src|connectors|mappings|simulators|bench|chaos)/', pathNot: '^src/queue/' },
      { path: npm(['bull', '@nestjs/bull', 'ioredis']) },
    ),
    forbid(
      'web-speaks-http',
      'the console knows the API’s document, not its code',
      { path: '^web/' },
      { path: '^(src|connectors|mappings|simulators|bench|chaos|test)/' },
    ),
    forbid(
      'web-speaks-http',
      'nobody knows the console',
      { path: '^(src|connectors|mappings|simulators|bench|chaos)/' },
      { path: '^web/' },
    ),

    forbid('only-the-demo-simulates', 'what serves a customer starts no simulator', { path: '^src/[^/]+[.]ts$' }, { path: '^simulators/' }),
    forbid('everything-imported-is-there', 'the import leads nowhere', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // a type is a dependency like any other
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
};
