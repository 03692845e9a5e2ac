// Lets in whom the provider vouches for: somebody whose login is the verified address, or somebody new where the
// settings say so.
import type { OidcConfig } from '#config/desk.ts';
import type { Context } from '#server/context.ts';
import type { Transaction } from '#storage/database.ts';
import type { AgentRow, DeskRole } from '#storage/schema/desk.ts';
import { beginSession, type SignedIn } from '../sessions/sessions.ts';
import { findLogin } from '../sign-in/sign-in.ts';
import { createUser, updateUser } from '../users/commands.ts';
import type { Claims } from './provider.ts';

/** Why somebody is not let in, in a sentence for him. */
export interface NotAdmitted {
  readonly reason: string;
}

const RANK: readonly DeskRole[] = ['agent', 'supervisor', 'admin'];

/** The highest of the roles the provider gives; null when it gives none. */
function roleFrom({ roles }: OidcConfig, given: readonly string[]): DeskRole | null {
  const meant = given.flatMap((value) => roles?.mapping.get(value) ?? []);
  return RANK.findLast((role) => meant.includes(role)) ?? null;
}

/** The account new people are added to: the one the server was made for. */
async function accountOf(tx: Transaction, { config }: Context): Promise<string | undefined> {
  let query = tx.db
    .selectFrom('accounts')
    .select('sid')
    .where('status', '=', 'active')
    .orderBy('sid')
    .limit(1);
  if (config.accountSid !== undefined) query = query.where('sid', '=', config.accountSid);
  return (await query.executeTakeFirst())?.sid;
}

async function newcomer(
  tx: Transaction,
  context: Context,
  { email, name }: { readonly email: string; readonly name: string | null },
  role: DeskRole,
): Promise<AgentRow | undefined> {
  const accountSid = await accountOf(tx, context);
  if (accountSid === undefined) return undefined;
  return createUser(tx, accountSid, { login: email, fullName: name ?? email, role });
}

/** Begins a session for somebody with these claims, or says why not. */
export async function admit(
  context: Context,
  oidc: OidcConfig,
  { email, name, roles }: Claims,
): Promise<{ token: string; signedIn: SignedIn } | NotAdmitted> {
  if (email === null) {
    return { reason: `${oidc.name} does not vouch for an e-mail address of yours.` };
  }
  const unknown = `${email} is not known here. Ask an admin of this contact centre to add you.`;
  const given = roleFrom(oidc, roles) ?? oidc.roleOfUnknown;
  return context.database.transaction(async (tx) => {
    const known = await findLogin(tx.db, email);
    if (known === undefined && (oidc.roleOfUnknown === null || given === null)) return { reason: unknown };
    // Where the provider gives the roles, it takes them as well.
    if (oidc.roles !== null && given === null) return { reason: `${oidc.name} gives ${email} no role here.` };
    const agent = known ?? (await newcomer(tx, context, { email, name }, given!));
    if (agent === undefined) return { reason: unknown };
    const hasOtherRole = oidc.roles !== null && given !== null && agent.role !== given;
    const present = hasOtherRole
      ? await updateUser(tx, agent.account_sid, agent.sid, { role: given })
      : agent;
    return beginSession(tx, present, context.config.desk);
  });
}
