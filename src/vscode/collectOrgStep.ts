import type * as vscode from 'vscode';
import { displayName } from '../report/words';
import { oktaDomain, OktaDomainError } from '../okta/collect/oktaDomain';
import type { StepAnswer } from './inputSteps';
import { askChoice, askText } from './inputSteps';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';

/** Which Okta org is meant. Of the sandbox the token is known; of any other it is not asked for here. */
export interface ChosenOkta {
  readonly origin: string;
  readonly host: string;
  readonly token: string | null;
  readonly sandbox: boolean;
  /** The person said that the domain is the org's own, for it is none of Okta's. */
  readonly confirmed: boolean;
}

/** What a step is shown with. */
export interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

interface OrgItem extends vscode.QuickPickItem {
  readonly choose: () => Promise<ChosenOkta | 'other'>;
}

/** Asks for the Okta org: one that is known, the sandbox's where it runs, or a domain, which is checked. */
export class CollectOrgStep {
  constructor(
    private readonly origins: () => readonly string[],
    private readonly sandbox: SandboxHost,
    /** Whether the sandbox is among the orgs; it may not have been started yet in this window. */
    private readonly hasSandbox: () => boolean,
    private readonly prompts: Prompts,
  ) {}

  async ask(frame: Frame, typed: string, complaint: string | undefined): Promise<StepAnswer<ChosenOkta>> {
    const items = this.items();
    for (let text = typed, said = complaint; ;) {
      if (items.length > 0 && said === undefined) {
        const picked = await askChoice({ ...frame, placeholder: 'The Okta org', items: [...items, otherItem] });
        if (picked.kind !== 'value') return picked;
        const chosen = await picked.value.choose();
        if (chosen !== 'other') return { kind: 'value', value: chosen };
      }
      const answer = await askText({
        ...frame,
        ...domainText,
        value: text,
        complaint: said,
        canGoBack: frame.canGoBack || items.length > 0,
      });
      said = undefined;
      if (answer.kind === 'back' && items.length > 0) continue;
      if (answer.kind !== 'value') return answer;
      text = answer.value;
      const { origin, host, known } = oktaDomain(text);
      if (known || (await this.confirm(host))) {
        return { kind: 'value', value: { origin, host, token: null, sandbox: false, confirmed: !known } };
      }
      said = `${displayName(host)} is not used. Give the domain of your Okta org.`;
    }
  }

  /** A token that goes to the wrong host is lost: what is not Okta's own is asked about, by name. */
  private confirm(host: string): Promise<boolean> {
    return this.prompts.confirm(
      `Is ${displayName(host)} your Okta org?`,
      `It is none of Okta’s own domains (okta.com, oktapreview.com, okta-emea.com). An API token is sent to it: confirm only if it is your org’s own domain.`,
      'It Is Our Okta Org',
    );
  }

  private items(): readonly OrgItem[] {
    const known = this.origins().filter((origin) => !origin.startsWith('http:'));
    return [
      ...(this.sandbox.running || this.hasSandbox() ? [this.sandboxItem()] : []),
      ...known.map((origin) => {
        const { host, known: okta } = oktaDomain(origin);
        const chosen: ChosenOkta = { origin, host, token: null, sandbox: false, confirmed: !okta };
        return { label: `$(globe) ${displayName(host)}`, description: 'used before', choose: () => Promise.resolve(chosen) };
      }),
    ];
  }

  private sandboxItem(): OrgItem {
    return {
      label: '$(beaker) Sandbox',
      description: 'the sample Okta org of the sandbox, on this machine; no token needed',
      choose: async () => {
        const { oktaUrl, oktaToken } = await this.sandbox.start();
        const { origin, host } = oktaDomain(oktaUrl);
        return { origin, host, token: oktaToken, sandbox: true, confirmed: false };
      },
    };
  }
}

const otherItem: OrgItem = { label: 'Other…', description: 'the domain of an Okta org', choose: () => Promise.resolve('other') };

const domainText = {
  prompt: 'Domain of your Okta org, as the address of its Admin Console has it',
  placeholder: 'contoso.okta.com',
  check: (text: string): string | undefined => {
    try {
      oktaDomain(text);
      return undefined;
    } catch (error) {
      if (error instanceof OktaDomainError) return error.message;
      throw error;
    }
  },
};
