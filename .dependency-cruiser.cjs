// Imports go one way: kernel <- storage, http, events, timers <- threads, delivery, webhooks, realtime <- products <- app.
const src = 'packages/server/src';

/** Forbids modules under `from` to import modules under any of `to`. */
function never(name, comment, from, to) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^${src}/${from}`, pathNot: '\\.test\\.ts$' },
    to: { path: to.map((folder) => `^${src}/${folder}`) },
  };
}

const aboveBase = [
  'content/',
  'media/',
  'threads/',
  'delivery/',
  'webhooks/',
  'realtime/',
  'connectors/',
  'products/',
  'functions/',
  'operations/',
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    never('kernel-is-pure', 'kernel/ imports nothing outside itself', 'kernel/', [
      'storage/',
      'http/',
      'events/',
      'timers/',
      'config/',
      ...aboveBase,
    ]),
    never('storage-below', 'storage/ knows only kernel/', 'storage/', [
      'http/',
      'events/',
      'timers/',
      ...aboveBase,
    ]),
    never('events-below', 'events/ knows only kernel/ and storage/', 'events/', ['http/', ...aboveBase]),
    never('timers-below', 'timers/ knows only kernel/ and storage/', 'timers/', ['http/', ...aboveBase]),
    never('http-below', 'http/ knows no product', 'http/', aboveBase),
    never('threads-below-products', 'the conversation core knows no face of it', 'threads/', [
      'products/',
      'connectors/',
      'operations/',
      'functions/',
    ]),
    never('delivery-below-products', 'delivery/ knows no product', 'delivery/', [
      'products/',
      'connectors/',
      'operations/',
      'threads/',
    ]),
    never('media-below-products', 'media/ knows neither threads nor products', 'media/', [
      'products/',
      'connectors/',
      'operations/',
      'functions/',
      'threads/',
      'delivery/',
    ]),
    never(
      'delivery-and-realtime-without-media',
      'files are no matter of theirs',
      '(delivery|webhooks|realtime)/',
      ['media/'],
    ),
    never(
      'content-below-all-who-send',
      'content/ knows what templates are and nothing of who sends them',
      'content/',
      [
        'http/',
        'media/',
        'threads/',
        'delivery/',
        'webhooks/',
        'realtime/',
        'connectors/',
        'products/',
        'functions/',
        'operations/',
      ],
    ),
    never('webhooks-below-products', 'webhooks/ knows no product', 'webhooks/', [
      'products/',
      'threads/',
      'delivery/',
    ]),
    never('realtime-below-products', 'realtime/ carries products and knows none', 'realtime/', [
      'products/',
      'threads/',
      'delivery/',
      'webhooks/',
      'connectors/',
      'functions/',
      'operations/',
    ]),
    {
      name: 'connectors-know-the-port',
      comment: 'connectors/ knows the delivery port and nothing of products',
      severity: 'error',
      from: { path: `^${src}/connectors/` },
      to: { path: [`^${src}/products/`, `^${src}/threads/`] },
    },
    {
      name: 'products-apart',
      comment: 'a product never imports another',
      severity: 'error',
      from: {
        path: `^${src}/products/(chat|proxy|taskrouter|messaging|conversations|content|thread-clients)/`,
      },
      to: { path: `^${src}/products/`, pathNot: `^${src}/products/$1/` },
    },
    {
      name: 'flex-through-front-files',
      comment: 'flex/ orchestrates products through their front files',
      severity: 'error',
      from: { path: `^${src}/products/flex/` },
      to: {
        path: `^${src}/products/(chat|proxy|taskrouter|messaging|conversations|content|thread-clients)/`,
        pathNot: `^${src}/products/([^/]+)/\\1\\.ts$`,
      },
    },
    {
      name: 'desk-above-products',
      comment: 'the desk knows Flex and TaskRouter by their front files and no other product',
      severity: 'error',
      from: { path: `^${src}/products/desk/` },
      to: {
        path: `^${src}/products/`,
        pathNot: `^${src}/products/(desk/|flex/flex\\.ts$|taskrouter/taskrouter\\.ts$)`,
      },
    },
    {
      name: 'nobody-below-knows-the-desk',
      comment: 'no product knows the desk',
      severity: 'error',
      from: { path: `^${src}/(products|threads|delivery|realtime|http)/`, pathNot: `^${src}/products/desk/` },
      to: { path: `^${src}/products/desk/` },
    },
    {
      name: 'threads-and-delivery-through-front-files',
      severity: 'error',
      from: { path: `^${src}/(products|functions|operations)/` },
      to: {
        path: `^${src}/(content|media|threads|delivery|webhooks|realtime)/`,
        pathNot: `^${src}/([^/]+)/\\1\\.ts$`,
      },
    },
    {
      name: 'media-through-its-front-file',
      severity: 'error',
      from: { path: `^${src}/threads/` },
      to: { path: `^${src}/media/`, pathNot: `^${src}/media/media\\.ts$` },
    },
    {
      name: 'content-through-its-front-file',
      severity: 'error',
      from: { path: `^${src}/(threads|delivery|connectors)/` },
      to: { path: `^${src}/content/`, pathNot: `^${src}/content/content\\.ts$` },
    },
    {
      name: 'desk-knows-public-apis',
      comment: 'the desk is a client like any other; only its tests start a server',
      severity: 'error',
      from: { path: '^packages/desk/src/' },
      to: { path: '^packages/(server|cli|outbound)/' },
    },
    {
      name: 'desk-parts-know-no-pages',
      comment: 'what every page is made of knows none of them',
      severity: 'error',
      from: { path: '^packages/desk/src/(ui|state|rest|words)/' },
      to: { path: '^packages/desk/src/(agent|customer|outbound|supervisor|admin|plugins|app)/' },
    },
    {
      name: 'outbound-knows-public-apis',
      severity: 'error',
      from: { path: '^packages/outbound/' },
      to: { path: '^packages/server/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // TypeScript 7 has no programming interface yet; swc reads the same syntax.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^packages/',
    exclude: { path: '^packages/desk/dist/' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
