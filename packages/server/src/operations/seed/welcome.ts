// What the terminal shows when the server is ready.
import type { Config } from '#config/config.ts';
import type { Credentials } from './credentials.ts';

/** Prints the address, the credentials, the numbers and the agents. */
export function printWelcome(credentials: Credentials, config: Config): void {
  const { baseUrl, secureUrl, accountSid, authToken, phoneNumbers, workers } = credentials;
  const lines = [
    '',
    `  Parley is ready at ${baseUrl}`,
    ...(secureUrl === null ? [] : [`  and with HTTPS at  ${secureUrl}`]),
    '',
    `  Account SID   ${accountSid}`,
    `  Auth token    ${authToken}`,
    ...(phoneNumbers.length === 0 ? [] : [`  Numbers       ${phoneNumbers.join(', ')}`]),
    ...workers.map(
      ({ friendlyName, login, password }) => `  Agent         ${friendlyName}  ${login} / ${password}`,
    ),
    '',
    ...(config.hasHandset ? [`  Handset       ${baseUrl}/handset   (the customer's phone)`] : []),
    '  Next          npm run demo   (an agent texts a customer and the reply comes back)',
    '',
    `  These facts are in ${config.dataFolder}/credentials.json`,
    '',
  ];
  console.log(lines.join('\n'));
}
