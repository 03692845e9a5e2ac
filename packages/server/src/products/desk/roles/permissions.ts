// What the roles of the desk may do, as a table. Admins may do everything of their account and are not in it.
//
// A path is a route: `:` stands for a value in it, `**` at the end for anything at or below. What no line allows is
// refused.

/** Whose the thing in the path has to be; what it means is said in own-work.ts. */
export type Whose = 'anybody' | 'own worker' | 'own task' | 'own reservation' | 'own interaction';

/** One line: methods, path, and whose it has to be. */
export type Permission = readonly [methods: string, path: string, whose?: Whose];

const WORKSPACE = '/taskrouter/v1/Workspaces/:';
const INTERACTION = '/flex-api/v1/Interactions/:';
const CONVERSATION = '/conversations/v1/Conversations/:';

/** What everybody may do who is signed in. */
const AGENT: readonly Permission[] = [
  ['GET', '/taskrouter/v1/Workspaces'],
  ['GET', WORKSPACE],
  ['GET', `${WORKSPACE}/Activities/**`],
  ['GET', `${WORKSPACE}/TaskChannels/**`],
  ['GET', `${WORKSPACE}/TaskQueues/**`],
  ['GET', `${WORKSPACE}/Workflows/**`],
  ['GET', `${WORKSPACE}/Workers/**`],
  ['GET', `${WORKSPACE}/Tasks`],
  ['GET', `${WORKSPACE}/Tasks/:`],
  ['GET', `${WORKSPACE}/Tasks/:/Reservations/**`],
  ['GET', `${WORKSPACE}/Statistics`],
  ['GET', `${WORKSPACE}/RealTimeStatistics`],
  ['GET', `${WORKSPACE}/CumulativeStatistics`],
  ['POST', `${WORKSPACE}/TaskQueues/RealTimeStatistics`],
  ['POST', `${WORKSPACE}/Workers/:Sid`, 'own worker'],
  ['POST', `${WORKSPACE}/Workers/:WorkerSid/Reservations/:`, 'own worker'],
  ['POST', `${WORKSPACE}/Tasks/:Sid`, 'own task'],
  ['POST', `${WORKSPACE}/Tasks/:/Reservations/:Sid`, 'own reservation'],

  ['GET', '/flex-api/v1/FlexFlows/**'],
  ['GET', '/flex-api/v1/Configuration'],
  ['GET', '/flex-api/v1/Channels/**'],
  ['GET', '/flex-api/v1/Interactions/**'],
  // Himself only: the endpoint sees to it.
  ['POST', '/flex-api/v1/Channels/:/Roles/:/Users'],
  ['POST', `${INTERACTION}/Channels/:`, 'own interaction'],
  ['POST', `${INTERACTION}/Channels/:/Invites`, 'own interaction'],
  ['POST', `${INTERACTION}/Channels/:/Participants`, 'own interaction'],
  ['POST', `${INTERACTION}/Channels/:/Participants/:`, 'own interaction'],
  ['POST', `${INTERACTION}/Channels/:/Transfers`, 'own interaction'],
  ['POST', `${INTERACTION}/Channels/:/Transfers/:`, 'own interaction'],

  ['GET', '/conversations/v1/Conversations'],
  ['GET', CONVERSATION],
  ['GET', `${CONVERSATION}/Participants/**`],
  ['GET', `${CONVERSATION}/Messages/**`],
  ['GET', '/conversations/v1/ParticipantConversations'],
  ['GET', '/conversations/v1/Configuration'],
  ['GET', '/proxy/v1/Services/:/Sessions/**'],
  ['GET', '/mcs/v1/Services/:/Media/**'],

  ['GET', '/content/v1/Content/**'],
  ['GET', '/content/v2/Content'],
  ['GET', '/content/v1/ContentAndApprovals'],
  ['GET', '/content/v2/ContentAndApprovals'],
  ['GET', '/content/v1/Windows'],
  ['GET', '/messaging/v1/Consents/**'],
  // What a text can be sent from.
  ['GET', '/messaging/v1/Services/**'],
  ['GET', '/messaging/v2/Channels/Senders/**'],
  ['GET', '/api/2010-04-01/Accounts/:/IncomingPhoneNumbers.json'],

  ['GET POST', '/outbound/v1/Conversations'],
  ['GET', '/outbound/v1/Conversations/:'],
  ['GET', '/outbound/v1/Bulks/**'],

  ['GET', '/desk/v1/Plugins'],
  ['GET', '/desk/v1/CannedResponses/**'],
  ['GET', '/desk/v1/Customers/**'],
  ['POST', '/desk/v1/Customers/:/Notes'],
  // His own only: the commands see to it.
  ['DELETE', '/desk/v1/Customers/:/Notes/:'],
  ['GET POST', '/desk/v1/ConversationNotes'],
  ['DELETE', '/desk/v1/ConversationNotes/:'],
  ['GET', '/desk/v1/Messages'],
];

/** What supervisors may do beside it. */
const SUPERVISOR: readonly Permission[] = [
  ['GET', `${WORKSPACE}/Events/**`],
  ['GET', `${WORKSPACE}/Tasks/:/Explain`],
  ['POST', `${WORKSPACE}/Workflows/Simulate`],
  ['POST', `${WORKSPACE}/Workflows/:/Simulate`],
  ['POST', `${WORKSPACE}/Tasks`],
  ['POST DELETE', `${WORKSPACE}/Tasks/:`],
  ['POST', `${WORKSPACE}/Tasks/:/Reservations/:`],
  ['POST', `${WORKSPACE}/Workers/:`],
  ['POST', `${WORKSPACE}/Workers/:/Channels/:`],
  ['POST', `${WORKSPACE}/Workers/:/Reservations/:`],

  ['POST', '/flex-api/v1/Interactions/**'],
  ['POST DELETE', `${CONVERSATION}/Participants/**`],
  ['POST DELETE', `${CONVERSATION}/Messages/**`],
  ['POST', CONVERSATION],

  ['POST', '/messaging/v1/Consents'],
  ['POST', '/outbound/v1/Bulks/**'],
  ['GET', '/operations/v1/**'],

  ['POST DELETE', '/desk/v1/CannedResponses/**'],
  ['GET', '/desk/v1/Messages/Export'],
];

/** The lines that hold for a role. */
export const PERMISSIONS = {
  agent: AGENT,
  supervisor: [...AGENT, ...SUPERVISOR],
} as const satisfies Record<string, readonly Permission[]>;
