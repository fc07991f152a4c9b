import { snapshotOutcome } from '../plan/snapshotChanges';
import { snapshotChangesDocument } from '../report/snapshotChangesDocument';
import { countOf, displayName, formatNumber } from '../report/words';
import { planMoved, recheckRequests, recheckWords, touchedBy } from './planRecheck';
import type { PlanSession } from './planService';
import type { Prompts } from './prompts';

/** So few requests are sent without a question. */
const fewRequests = 100;

/**
 * *Re-check What the Plan Touches*: reads that again, says what moved since the plan, and offers the plan that comes of it. Where reading all of
 * the org took fewer requests, that is offered first.
 */
export async function offerRecheck(
  session: PlanSession,
  prompts: Pick<Prompts, 'offer'>,
  showPage: (name: string, markdown: string) => Promise<void>,
): Promise<void> {
  const before = session.current?.plan;
  if (!before) return;
  const requests = recheckRequests(touchedBy(before));
  const whole = before.requests?.sent ?? Infinity;
  if (requests > Math.max(whole, fewRequests)) {
    const [refresh, recheck] = ['Refresh Plan', 'Re-check'];
    const message = `Re-checking what this plan touches takes about ${countOf(requests, 'request')}; reading all of ${displayName(before.org.name)} took ${formatNumber(whole)}.`;
    const choice = await prompts.offer('information', message, [refresh, recheck]);
    if (choice === refresh) await session.refresh();
    if (choice !== recheck) return;
  }
  const made = await session.recheck();
  if (!made) return;
  const [takePlan, showMoved] = ['Take the New Plan', 'Show What Moved'];
  const words = recheckWords(before, made);
  const moved = planMoved(before, made.plan);
  const ask = (actions: readonly string[]): Promise<string | undefined> => prompts.offer(moved ? 'warning' : 'information', words, actions);
  const toShow = snapshotOutcome(made.changes) === 'nothing' ? [] : [showMoved];
  let choice = await ask(moved ? [takePlan, ...toShow] : toShow);
  if (choice === showMoved) {
    await showPage('What moved since the plan.md', snapshotChangesDocument(made.changes));
    choice = moved ? await ask([takePlan]) : undefined;
  }
  if (choice === takePlan) session.take(before, made);
}
