// What the terminal shows when the server is ready.
import type { Config } from '#config/config.ts';
import type { Credentials } from './credentials.ts';

/** More logins than a demo has are in the file only. */
const MOST = 8;

function describeLogin({ role, name, login, password }: Credentials['logins'][number]): string {
  const title = `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`.padEnd(13);
  return `  ${title} ${name}  ${login}${password === '' ? '' : ` / ${password}`}`;
}

/** Prints the address, the credentials, the numbers and who can sign in. */
export function printWelcome(credentials: Credentials, config: Config): void {
  const { baseUrl, secureUrl, accountSid, authToken, phoneNumbers, logins } = credentials;
  const lines = [
    '',
    `  Parley is ready at ${baseUrl}`,
    ...(secureUrl === null ? [] : [`  and with HTTPS at  ${secureUrl}`]),
    '',
    `  Account SID   ${accountSid}`,
    `  Auth token    ${authToken}`,
    ...(phoneNumbers.length === 0 ? [] : [`  Numbers       ${phoneNumbers.join(', ')}`]),
    ...(config.desk.isServed
      ? ['', `  Desk          ${secureUrl ?? baseUrl}/   (sign in as one of these)`]
      : []),
    ...logins.slice(0, MOST).map(describeLogin),
    '',
    ...(config.hasHandset ? [`  Handset       ${baseUrl}/handset   (the customer's phone)`] : []),
    '  Next          npm run demo   (an agent texts a customer and the reply comes back)',
    '',
    `  These facts are in ${config.dataFolder}/credentials.json`,
    '',
  ];
  console.log(lines.join('\n'));
}
