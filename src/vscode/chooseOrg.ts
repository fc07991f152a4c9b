import * as vscode from 'vscode';
import { displayName } from '../report/words';
import type { OrgAccess, OrgEntry } from './services';
import { orgIdOf } from './services';

/**
 * The org that a command is for: the one that it was called on, the only one, or the one that the person picks. Undefined when there is none
 * or the person picked none.
 */
export async function chooseOrg(orgs: OrgAccess, argument: unknown, question: string): Promise<OrgEntry | undefined> {
  const id = orgIdOf(argument);
  const named = id === undefined ? undefined : orgs.get(id);
  if (named) return named;
  const all = orgs.list();
  return all.length <= 1 ? all[0] : await pickOrg(orgs, question);
}

/** Asks which org, the active one first. */
export async function pickOrg(orgs: OrgAccess, question: string): Promise<OrgEntry | undefined> {
  const active = orgs.active();
  const items = orgs.list().map((org) => ({
    label: displayName(org.name),
    description: [displayName(org.place), org.id === active?.id ? 'active' : ''].filter(Boolean).join(' · '),
    org,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true }))?.org;
}
