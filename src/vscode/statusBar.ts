import * as vscode from 'vscode';
import { countOf, displayName } from '../report/words';
import { markdownText } from './markdownText';
import { orgLabel } from './orgTarget';
import type { OrgAccess, PlanRisk, PlanService } from './services';

/** The one status bar item (screens.md): org and region, and with a plan of that org the groups at risk. A click shows the Plan view. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('scimPreflight.status', vscode.StatusBarAlignment.Left, 10);
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly orgs: OrgAccess,
    private readonly plans: PlanService,
  ) {
    this.item.name = 'SCIM Preflight';
    this.item.command = 'scimPreflight.plan.focus';
    this.subscriptions = vscode.Disposable.from(
      orgs.onDidChange(() => this.update()),
      plans.onDidChange(() => this.update()),
    );
    this.update();
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.item.dispose();
  }

  private update(): void {
    const org = this.orgs.active();
    if (!org) {
      this.item.hide();
      return;
    }
    const { risk } = this.plans;
    const ours = risk?.orgId === org.id ? risk : undefined;
    const words = [displayName(orgLabel(org)), ...(ours ? [riskWords(ours)] : [])].join(' · ');
    this.item.text = `$(shield) ${words.replaceAll('$(', '$\u200a(')}`;
    this.item.tooltip = new vscode.MarkdownString(`${markdownText(words)}  \nSCIM Preflight: show the plan`);
    this.item.accessibilityInformation = { label: `SCIM Preflight: ${words}`, role: 'button' };
    this.item.backgroundColor = ours?.alarming ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }
}

function riskWords({ groupsAtRisk, complete }: PlanRisk): string {
  return groupsAtRisk === 0 && !complete ? 'preview only' : `${countOf(groupsAtRisk, 'group')} at risk`;
}
