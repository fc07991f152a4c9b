import assert from 'node:assert/strict';
import { planOutcome } from '../../src/plan/outcome';
import type { Plan } from '../../src/plan/plan';
import { oktaUser, plan, scimUser, snapshot, source } from './examples';

/** Two users, with the title that the expression gives them. */
function planOf(expression: string): Plan {
  const users = [
    oktaUser('a', { email: null, profile: { first: 'Anna', role: 'Lead' } }),
    oktaUser('b', { email: null, profile: { first: 'Ben' } }),
  ];
  const mapping = { id: 'prm1', path: 'mapping.json', properties: { title: { expression, pushStatus: 'PUSH' as const } } };
  return plan(
    source({ users, rest: { mapping } }),
    snapshot([scimUser('a', { title: 'Anna the Lead' }), scimUser('b', { title: 'Agent' })], []),
  );
}

const titles = (made: Plan) =>
  made.users.flatMap((one) =>
    one.attributes.filter(({ path }) => path === 'title').map(({ okta }) => `${one.oktaUserId ?? ''} ${okta ?? 'none'}`),
  );
const said = (made: Plan, code: string) => made.problems.filter((problem) => problem.code === code);

describe('a mapping with expressions in a plan', () => {
  it('is evaluated for each user', () => {
    const made = planOf('user.role != null ? user.first + " the " + user.role : user.first');
    assert.deepEqual(titles(made), ['b Ben']);
    assert.deepEqual(said(made, 'expression-syntax'), []);
    assert.ok(said(made, 'not-compared').every(({ message }) => !message.startsWith('title')));
  });

  it('says of how many users the value is not known', () => {
    const made = planOf('user.first + user.role');
    assert.deepEqual(titles(made), ['a AnnaLead']);
    assert.deepEqual(
      said(made, 'not-compared').map(({ level, message }) => [level, message]),
      [['note', 'title is not compared for 1 user: the export does not tell what user.first + user.role gives.']],
    );
    assert.match(said(planOf('org.name'), 'not-compared')[0]?.message ?? '', /for 2 users/);
  });

  it('that does not read makes the users partial, and leaves the groups alone', () => {
    const made = planOf('user.first = "Anna"');
    assert.deepEqual(titles(made), []);
    const [problem, ...more] = said(made, 'expression-syntax');
    assert.deepEqual(more, []);
    assert.equal(problem?.level, 'incomplete');
    assert.equal(problem.path, 'mapping.json');
    assert.match(
      problem.message,
      /^The users of this plan are partial: title is not compared: its expression user\.first = "Anna" does not read\. /,
    );
    assert.equal(made.complete, planOf('user.first').complete);
    assert.ok(made.complete);
    assert.equal(planOutcome(made), 'held');
  });
});
