// Mistakes in requests to the desk: its users, signing in, plugins.
import { refused, refusedBody } from './row.ts';

const USERS = '/desk/v1/Users';
const USER = `${USERS}/{UA}`;
const MISSING = '404/20404';

export const desk = [
  refused('a user without a login', `POST ${USERS}`, {}, '400/20001 Login'),
  refused('a user with an empty login', `POST ${USERS}`, { Login: '' }, '400/20001 Login'),
  refused('a login of spaces', `POST ${USERS}`, { Login: '   ' }, '400/20001 Login'),
  refused('a login with a space in it', `POST ${USERS}`, { Login: 'an na' }, '400/20001 Login'),
  refused('a login with a control character', `POST ${USERS}`, { Login: 'an\u0007na' }, '400/20001 Login'),
  refused('a login with a NUL', `POST ${USERS}`, { Login: 'an\0na' }, '400/20001 Login'),
  refused('an endless login', `POST ${USERS}`, { Login: 'x'.repeat(321) }, '400/20001 Login'),
  refusedBody('two logins', `POST ${USERS}`, 'Login=a&Login=b', '400/20001 Login'),
  refused('a short password', `POST ${USERS}`, { Login: 'a', Password: 'short' }, '400/20001 Password'),
  refused(
    'an endless password',
    `POST ${USERS}`,
    { Login: 'a', Password: 'x'.repeat(1_025) },
    '400/20001 Password',
  ),
  refused('a role there is not', `POST ${USERS}`, { Login: 'a', Role: 'root' }, '400/20001 Role'),
  refused(
    'a user with a long name',
    `POST ${USERS}`,
    { Login: 'a', FullName: 'x'.repeat(257) },
    '400/20001 FullName',
  ),
  refused(
    'a user who is a worker there is not',
    `POST ${USERS}`,
    { Login: 'a', WorkerSid: '{no:WK}' },
    '400/20001 WorkerSid',
  ),
  refused(
    'a user who is a foreign worker',
    `POST ${USERS}`,
    { Login: 'a', WorkerSid: '{other:WKI}' },
    '400/20001 WorkerSid',
  ),
  refused(
    'a user who is a queue',
    `POST ${USERS}`,
    { Login: 'a', WorkerSid: '{WQI}' },
    '400/20001 WorkerSid',
  ),
  refused('a login that is taken', `POST ${USERS}`, { Login: 'Colleague-0@Example.com' }, '409/20409'),
  refused('a login of another account', `POST ${USER}`, { Login: 'colleague-1@example.com' }, '409/20409'),
  refused(
    'a change to a foreign worker',
    `POST ${USER}`,
    { WorkerSid: '{other:WKI}' },
    '400/20001 WorkerSid',
  ),
  refused('a change to a role there is not', `POST ${USER}`, { Role: 'owner' }, '400/20001 Role'),
  refused('a change of a user there is not', `POST ${USERS}/{no:UA}`, { Role: 'agent' }, MISSING),
  refused('a change of a foreign user', `POST ${USERS}/{other:UA}`, { Role: 'agent' }, MISSING),
  refused('the removal of a foreign user', `DELETE ${USERS}/{other:UA}`, null, MISSING),
  refused('a foreign user', `GET ${USERS}/{other:UA}`, null, MISSING),
  refused('signing in without a login', 'POST /desk/v1/Session', { Password: 'x' }, '400/20001 Login'),
  refused('signing in without a password', 'POST /desk/v1/Session', { Login: 'x' }, '400/20001 Password'),
  refused(
    'another password for a program',
    'POST /desk/v1/Session/Password',
    { CurrentPassword: 'x', NewPassword: 'long enough it is' },
    '401/20003',
  ),
  refused('tokens for a program', 'POST /desk/v1/Tokens', {}, '401/20003'),
  refused('a switch of a plugin there is not', 'POST /desk/v1/Plugins/none', { Enabled: 'true' }, MISSING),
  refused(
    'a plugin that is neither on nor off',
    'POST /desk/v1/Plugins/auto-accept',
    { Enabled: 'maybe' },
    '400/20001 Enabled',
  ),
];
