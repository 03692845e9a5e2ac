// How the desk is built: one entry, areas loaded when they are opened, every file named after its contents.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const nothing = fileURLToPath(new URL('./src/live/absent.ts', import.meta.url));

/**
 * Leaves out what the SDKs carry for browsers and features the desk does not have: polyfills of what every browser
 * with `light-dark()` can do, and the GraphQL transport that the worker client uses only when asked to.
 */
function withoutDeadWeight(): Plugin {
  return {
    name: 'without-dead-weight',
    enforce: 'pre',
    resolveId: (source) => (/^(core-js\/|graphql(-ws)?$)/.test(source) ? nothing : null),
  };
}

/** What `vite` serves while the desk is worked on: the desk from its sources, everything else from a running server. */
const API =
  '^/(desk/v1|flex-api|taskrouter|proxy|chat|ip-messaging|conversations|content|messaging|api|studio|serverless|sync|webhooks|event-bridge|tsock|iam|lookups|mcs|outbound|operations|functions|handset|healthz|readyz|metrics)(/|$)';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [withoutDeadWeight(), react()],
  server: {
    proxy: { [API]: { target: process.env['PARLEY_URL'] ?? 'http://127.0.0.1:8080', ws: true } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2024',
    // Inlined files would need `data:` where the content policy does not allow it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
