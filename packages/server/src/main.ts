// Starts the server: read the environment, build the context, seed, listen, stop on a signal.
import { ConfigError, readConfig } from '#config/config.ts';
import { seed } from '#operations/seed/seed.ts';
import { printWelcome } from '#operations/seed/welcome.ts';
import { buildApp } from './app.ts';
import { openContext } from './context.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const context = await openContext(config);
  const app = buildApp(context);
  const baseUrl = await app.start();
  const credentials = await seed(context, baseUrl, app.tlsPort());
  printWelcome(credentials, config);

  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        context.log.error({ err: error }, 'the server did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
