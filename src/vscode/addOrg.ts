import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { RequestError, isAbortError } from '../http/requestError';
import { ConnectionError, connectionForUrl, regions } from '../genesys/regions';
import { displayName } from '../report/words';
import type { TextStep } from './inputSteps';
import { askChoice, askText } from './inputSteps';
import type { OrgConnections, Reached } from './orgConnections';
import type { OrgStore, OrgTarget, StoredOrg } from './orgStore';
import { placeOf } from './orgTarget';
import { withCancel } from './progress';

type Address = Exclude<OrgTarget, { kind: 'sandbox' }>;
type StepName = 'region' | 'baseUrl' | 'loginUrl' | 'name' | 'clientId' | 'clientSecret';

/** What was typed so far; it survives going back and a refusal. */
interface Draft {
  region: string;
  baseUrl: string;
  loginUrl: string;
  name: string;
  clientId: string;
  clientSecret: string;
}

interface Complaint {
  readonly step: StepName;
  readonly text: string;
}

const otherRegion = 'other';
const title = 'Add Org';

/**
 * *Add Org…* (product.md, section 2): region, name, client id, client secret. The credentials are tried before anything is kept; a refusal
 * is shown at the step that can mend it, with everything that was typed still there.
 */
export class AddOrg {
  constructor(
    private readonly store: OrgStore,
    private readonly connections: OrgConnections,
  ) {}

  async run(): Promise<void> {
    const draft: Draft = { region: '', baseUrl: '', loginUrl: '', name: '', clientId: '', clientSecret: '' };
    let complaint: Complaint | undefined;
    for (;;) {
      if (!(await this.ask(draft, complaint))) return;
      const target = targetOf(draft);
      const tried = await this.try(target, draft);
      if (tried.kind === 'cancelled') return;
      if (tried.kind === 'reached') {
        await this.save(target, draft, tried.reached);
        return;
      }
      complaint = tried.complaint;
    }
  }

  /** Asks for the new secret of an org whose OAuth client got one, and tries it before it takes the place of the old one. */
  async replaceSecret(org: StoredOrg): Promise<void> {
    const { target } = org;
    if (target.kind === 'sandbox') return;
    const draft: Draft = { region: '', baseUrl: '', loginUrl: '', name: org.name, clientId: org.clientId, clientSecret: '' };
    let complaint: string | undefined;
    for (;;) {
      const frame = { title: `Replace Client Secret of ${displayName(org.name)}`, step: 1, totalSteps: 1, canGoBack: false };
      const answer = await askText({ ...frame, ...this.textOf('clientSecret', draft), complaint });
      if (answer.kind !== 'value') return;
      draft.clientSecret = answer.value;
      const tried = await this.try(target, draft);
      if (tried.kind === 'cancelled') return;
      if (tried.kind === 'reached') {
        this.connections.forget(org.id);
        await this.store.replaceSecret(org.id, draft.clientSecret);
        await this.store.saveToken(org.id, tried.reached.token);
        return;
      }
      complaint = tried.complaint.text;
    }
  }

  /** Goes through the steps, from the one that a complaint is about; false when the person gave up. */
  private async ask(draft: Draft, complaint: Complaint | undefined): Promise<boolean> {
    let index = complaint ? stepsOf(draft).indexOf(complaint.step) : 0;
    let said = complaint;
    for (;;) {
      const steps = stepsOf(draft);
      const step = steps[index];
      if (step === undefined) return true;
      const frame = { title, step: index + 1, totalSteps: steps.length, canGoBack: index > 0 };
      const answer =
        step === 'region' ? await askRegion(draft, frame) : await askText({ ...frame, ...this.textOf(step, draft), complaint: said?.text });
      said = undefined;
      if (answer.kind === 'cancelled') return false;
      if (answer.kind === 'value') draft[step] = answer.value;
      index += answer.kind === 'back' ? -1 : 1;
    }
  }

  private textOf(
    step: Exclude<StepName, 'region'>,
    draft: Draft,
  ): Pick<TextStep, 'prompt' | 'placeholder' | 'value' | 'password' | 'check'> {
    const value = draft[step];
    switch (step) {
      case 'baseUrl':
        return {
          value,
          prompt: 'Base URL of the API, https only (http on this machine)',
          placeholder: 'https://api.mypurecloud.com',
          check: checkBaseUrl,
        };
      case 'loginUrl':
        return {
          value,
          prompt: 'Login URL: where tokens are asked for',
          placeholder: 'https://login.mypurecloud.com',
          check: (text) => (text === '' ? 'Give the login URL.' : urlFault(draft.baseUrl, text)),
        };
      case 'name':
        return {
          value,
          prompt: 'Name of the org, as you want to see it',
          placeholder: 'Contoso CX',
          check: (text) => this.checkName(text),
        };
      case 'clientId':
        return {
          value,
          prompt: 'Client id of an OAuth client of the grant type Client Credentials (Genesys Cloud: Admin > Integrations > OAuth)',
          placeholder: '6f1c2d3e-0000-4000-8000-000000000000',
          check: (text) => (text === '' ? 'Give the client id.' : undefined),
        };
      case 'clientSecret':
        return {
          value,
          password: true,
          prompt: 'Client secret. It is tried, then kept in the secret storage of this machine and nowhere else',
          placeholder: 'Client secret',
          check: (text) => (text === '' ? 'Give the client secret.' : undefined),
        };
    }
  }

  private checkName(text: string): string | undefined {
    if (text === '') return 'Give the org a name.';
    const taken = this.store.list().some((org) => org.name.toLowerCase() === text.toLowerCase());
    return taken ? `There is an org named ${displayName(text)} already. Give another name, or remove that org first.` : undefined;
  }

  private async try(
    target: Address,
    { clientId, clientSecret }: Draft,
  ): Promise<{ kind: 'reached'; reached: Reached } | { kind: 'refused'; complaint: Complaint } | { kind: 'cancelled' }> {
    try {
      const reached = await withCancel(`Trying the credentials at ${placeOf(target)}…`, (signal) =>
        this.connections.tryCredentials(target, { clientId, clientSecret }, signal),
      );
      return { kind: 'reached', reached };
    } catch (error) {
      if (isAbortError(error)) return { kind: 'cancelled' };
      if (!(error instanceof RequestError)) throw error;
      const step = error.reason !== 'badCredentials' && target.kind === 'url' ? 'baseUrl' : 'clientSecret';
      return { kind: 'refused', complaint: { step, text: error.message } };
    }
  }

  private async save(target: Address, draft: Draft, reached: Reached): Promise<void> {
    const org = {
      id: randomUUID(),
      name: draft.name,
      target,
      clientId: draft.clientId,
      readOnly: false,
      orgId: reached.organization?.id ?? null,
    };
    await this.store.add(org, draft.clientSecret);
    await this.store.saveToken(org.id, reached.token);
    const where = reached.organization ? `the org "${displayName(reached.organization.name)}" at ${reached.host}` : reached.host;
    const test = 'Test API Credentials';
    void vscode.window
      .showInformationMessage(`${displayName(draft.name)} was added; the credentials reached ${where}.`, test)
      .then((choice) => {
        if (choice === test) void vscode.commands.executeCommand('scimPreflight.org.testCredentials', org.id);
      });
  }
}

function stepsOf(draft: Draft): readonly StepName[] {
  const rest: readonly StepName[] = ['name', 'clientId', 'clientSecret'];
  if (draft.region !== otherRegion) return ['region', ...rest];
  return needsLoginUrl(draft.baseUrl) ? ['region', 'baseUrl', 'loginUrl', ...rest] : ['region', 'baseUrl', ...rest];
}

function targetOf(draft: Draft): Address {
  if (draft.region !== otherRegion) return { kind: 'region', domain: draft.region };
  return { kind: 'url', baseUrl: draft.baseUrl, loginUrl: needsLoginUrl(draft.baseUrl) ? draft.loginUrl : null };
}

async function askRegion(
  draft: Draft,
  frame: { title: string; step: number; totalSteps: number; canGoBack: boolean },
): Promise<Awaited<ReturnType<typeof askText>>> {
  const items = [
    ...regions.map(({ name, domain }) => ({ label: name, description: domain, region: domain })),
    { label: 'Other…', description: 'a base URL', region: otherRegion },
  ];
  const active = items.find((item) => item.region === draft.region);
  const answer = await askChoice({ ...frame, placeholder: 'Region of your Genesys Cloud org', items, active });
  return answer.kind === 'value' ? { kind: 'value', value: answer.value.region } : answer;
}

function checkBaseUrl(text: string): string | undefined {
  if (text === '') return 'Give the base URL.';
  return needsLoginUrl(text) ? undefined : urlFault(text, undefined);
}

function needsLoginUrl(baseUrl: string): boolean {
  try {
    connectionForUrl(baseUrl);
    return false;
  } catch (error) {
    return error instanceof ConnectionError && error.reason === 'loginUrlNeeded';
  }
}

function urlFault(baseUrl: string, loginUrl: string | undefined): string | undefined {
  try {
    connectionForUrl(baseUrl, loginUrl);
    return undefined;
  } catch (error) {
    if (error instanceof ConnectionError) return error.message;
    throw error;
  }
}
