import assert from 'node:assert/strict';
import { planToHtml } from '../../src/report/htmlReport';
import { planToMarkdown } from '../../src/report/markdownReport';
import { requestsWords } from '../../src/report/requestsReport';
import { planToText } from '../../src/report/textReport';
import { samplePlan } from './samplePlan';

const table: readonly [sent: number, retried: number, avoided: number, words: string][] = [
  [1028, 3, 3372, '1,028 requests were sent, 3 of them repeated; 3,372 were avoided by large pages and by members in listings.'],
  [12, 0, 1, '12 requests were sent, none of them repeated; 1 was avoided by large pages and by members in listings.'],
  [1, 0, 0, '1 request was sent, none of them repeated; none was avoided.'],
];

describe('the requests of a plan', () => {
  for (const [sent, retried, avoided, words] of table) {
    it(words, () => assert.equal(requestsWords({ sent, retried, avoided }), words));
  }

  it('are told in every report of a live org, and in none of files', () => {
    const live = samplePlan({ requests: { sent: 1028, retried: 3, avoided: 3372 } });
    for (const write of [planToMarkdown, planToHtml, planToText]) {
      assert.match(write(live), /1,028 requests were sent/);
      assert.doesNotMatch(write(samplePlan()), /requests were sent/);
    }
  });
});
