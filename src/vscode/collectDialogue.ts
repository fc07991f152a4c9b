import type * as vscode from 'vscode';
import { isAbortError, RequestError } from '../http/requestError';
import { CollectError, type OktaAppEntry } from '../okta/collect/collect';
import { displayName } from '../report/words';
import type { CollectMemory } from './collectMemory';
import type { ChosenOkta, CollectOrgStep, Frame } from './collectOrgStep';
import { likeliestFirst } from './collectWords';
import { hostFetch } from './hostFetch';
import type { StepAnswer } from './inputSteps';
import { askChoice, askText } from './inputSteps';
import type { Logger } from './log';
import { withCancel } from './progress';

/** What a collection needs to know, but for the folder. */
export interface CollectChoice {
  readonly okta: ChosenOkta;
  readonly token: string;
  readonly app: OktaAppEntry;
}

type StepName = 'org' | 'keptToken' | 'token' | 'keep' | 'app';

/** What was answered so far; it survives going back and a refusal. */
interface Draft {
  okta: ChosenOkta | null;
  /** The token that the secret storage holds for the org. */
  kept: string | null;
  useKept: boolean;
  typed: string;
  keep: boolean;
  apps: readonly OktaAppEntry[];
  app: OktaAppEntry | null;
}

interface Complaint {
  readonly step: StepName;
  readonly text: string;
}

const title = 'Collect Export from Okta';

/**
 * The questions of *Collect Export from Okta…* (product.md, section 3): org, API token, app. The token is tried when the apps are listed; a
 * refusal is shown at the step that can mend it. It is used for this run, and kept only when the person says so.
 */
export class CollectDialogue {
  constructor(
    private readonly orgStep: CollectOrgStep,
    private readonly memory: CollectMemory,
    private readonly log: Logger,
  ) {}

  async run(): Promise<CollectChoice | undefined> {
    const draft: Draft = { okta: null, kept: null, useKept: true, typed: '', keep: false, apps: [], app: null };
    let complaint: Complaint | undefined;
    for (let at = 0; ;) {
      const steps = stepsOf(draft);
      const step = steps[at];
      if (step === undefined) return choiceOf(draft);
      const frame = { title, step: at + 1, totalSteps: steps.length, canGoBack: at > 0 };
      const answered = await this.ask(step, draft, frame, complaint?.step === step ? complaint.text : undefined);
      complaint = undefined;
      if (answered === 'cancelled') return undefined;
      if (answered === 'stay') continue;
      if (answered === 'back') {
        at -= 1;
        continue;
      }
      at += 1;
      if (stepsOf(draft)[at] !== 'app') continue;
      const listed = await this.listApps(draft);
      if (listed === 'cancelled') return undefined;
      if (listed === null) continue;
      complaint = listed;
      at = stepsOf(draft).indexOf(listed.step);
    }
  }

  /** The token for an org whose collection goes on: the sandbox's, a kept one, else it is asked for. */
  async tokenFor(okta: ChosenOkta): Promise<string | undefined> {
    const known = okta.token ?? (await this.memory.token(okta.origin));
    if (known !== undefined) return known;
    const draft: Draft = { okta, kept: null, useKept: false, typed: '', keep: false, apps: [], app: null };
    const frame = { title, step: 1, totalSteps: 1, canGoBack: false };
    return (await this.askToken(draft, frame, undefined)) === 'answered' ? draft.typed : undefined;
  }

  private async ask(step: StepName, draft: Draft, frame: Frame, complaint: string | undefined): Promise<Answered> {
    switch (step) {
      case 'org':
        return await this.askOrg(draft, frame, complaint);
      case 'keptToken':
        return await this.askKeptToken(draft, frame);
      case 'token':
        return await this.askToken(draft, frame, complaint);
      case 'keep':
        return await askKeep(draft, frame);
      case 'app':
        return await this.askApp(draft, frame);
    }
  }

  private async askOrg(draft: Draft, frame: Frame, complaint: string | undefined): Promise<Answered> {
    const answer = await this.orgStep.ask(frame, draft.okta?.sandbox === false ? draft.okta.host : '', complaint);
    if (answer.kind !== 'value') return answer.kind;
    if (answer.value.origin !== draft.okta?.origin) {
      draft.kept = (await this.memory.token(answer.value.origin)) ?? null;
      draft.useKept = draft.kept !== null;
      draft.typed = '';
    }
    draft.okta = answer.value;
    return 'answered';
  }

  private async askKeptToken(draft: Draft, frame: Frame): Promise<Answered> {
    const items: readonly (vscode.QuickPickItem & { readonly what: 'use' | 'other' | 'forget' })[] = [
      { label: '$(key) Use the kept token', what: 'use' },
      { label: 'Another token…', what: 'other' },
      { label: '$(trash) Forget the kept token', description: 'takes it out of the secret storage', what: 'forget' },
    ];
    const placeholder = `A token of ${displayName(draft.okta?.host ?? '')} is in the secret storage of this machine`;
    const answer = await askChoice({ ...frame, placeholder, items });
    if (answer.kind !== 'value') return answer.kind;
    draft.useKept = answer.value.what === 'use';
    if (answer.value.what === 'forget') {
      await this.memory.forgetToken(draft.okta?.origin ?? '');
      draft.kept = null;
      return 'stay'; // the step in this place is now the one that asks for a token
    }
    return 'answered';
  }

  private async askToken(draft: Draft, frame: Frame, complaint: string | undefined): Promise<Answered> {
    const answer = await askText({
      ...frame,
      prompt: `API token of a Read-only Administrator (Admin Console: Security > API > Tokens). It is used for this run only, unless you say otherwise`,
      placeholder: 'API token',
      password: true,
      value: draft.typed,
      complaint,
      check: (text) =>
        text === '' ? 'Give the API token.' : /^[\w-]+$/.test(text) ? undefined : 'An API token of Okta has letters, digits, - and _ only.',
    });
    if (answer.kind !== 'value') return answer.kind;
    draft.typed = answer.value;
    return 'answered';
  }

  private async askApp(draft: Draft, frame: Frame): Promise<Answered> {
    const items = likeliestFirst(draft.apps, this.memory.appOf(draft.okta?.origin ?? '')).map((app) => ({
      label: displayName(app.label),
      description: [app.status === 'ACTIVE' ? '' : app.status.toLowerCase(), displayName(app.name)]
        .filter((part) => part !== '')
        .join(' · '),
      detail: app.provisions ? `${app.id}, provisions users or groups` : app.id,
      app,
    }));
    const answer = await askChoice({ ...frame, placeholder: 'The app that feeds Genesys Cloud', items });
    if (answer.kind !== 'value') return answer.kind;
    draft.app = answer.value.app;
    return 'answered';
  }

  /** Null where the apps are there now. */
  private async listApps(draft: Draft): Promise<Complaint | 'cancelled' | null> {
    const { okta } = draft;
    if (!okta) return { step: 'org', text: 'Give the domain of your Okta org.' };
    const token = tokenOf(draft);
    try {
      draft.apps = await withCancel(`Reading the apps of ${displayName(okta.host)}…`, async (signal) => {
        const { listApps } = await import('../okta/collect/oktaApps');
        return await listApps({ origin: okta.origin, token, signal, log: this.log, fetch: hostFetch });
      });
    } catch (error) {
      if (isAbortError(error)) return 'cancelled';
      return this.refusal(error, draft);
    }
    if (draft.apps.length === 0) {
      return {
        step: 'token',
        text: `${displayName(okta.host)} shows no app with this token. Take one of an administrator who may see the apps.`,
      };
    }
    if (!okta.sandbox) await this.memory.remember(okta.origin, null);
    if (!draft.useKept && draft.keep) await this.memory.keepToken(okta.origin, draft.typed);
    return null;
  }

  /** Where a refusal can be mended. Throws what is none. */
  private refusal(error: unknown, draft: Draft): Complaint {
    const ofToken = error instanceof CollectError && error.reason === 'badToken';
    if (!ofToken && !(error instanceof RequestError)) throw error;
    const aboutToken = ofToken || error.reason === 'unauthorized' || error.reason === 'forbidden';
    if (!aboutToken || draft.okta?.sandbox === true) return { step: 'org', text: error.message };
    draft.useKept = false; // the kept one was refused: another is asked for
    return { step: 'token', text: error.message };
  }
}

type Answered = 'answered' | 'back' | 'cancelled' | 'stay';

async function askKeep(draft: Draft, frame: Frame): Promise<Answered> {
  const items = [
    { label: 'Use the token for this run only', keep: false },
    { label: 'Keep it in the secret storage of this machine', description: 'for the next time; it can be forgotten then', keep: true },
  ];
  const answer: StepAnswer<(typeof items)[number]> = await askChoice({
    ...frame,
    placeholder: 'What becomes of the API token',
    items,
    active: items.find((item) => item.keep === draft.keep),
  });
  if (answer.kind !== 'value') return answer.kind;
  draft.keep = answer.value.keep;
  return 'answered';
}

function stepsOf({ okta, kept, useKept }: Draft): readonly StepName[] {
  if (okta?.sandbox === true) return ['org', 'app'];
  if (kept !== null) return useKept ? ['org', 'keptToken', 'app'] : ['org', 'keptToken', 'token', 'keep', 'app'];
  return ['org', 'token', 'keep', 'app'];
}

function tokenOf({ okta, kept, useKept, typed }: Draft): string {
  return okta?.token ?? (useKept ? kept : null) ?? typed;
}

function choiceOf(draft: Draft): CollectChoice | undefined {
  const { okta, app } = draft;
  return okta && app ? { okta, app, token: tokenOf(draft) } : undefined;
}
