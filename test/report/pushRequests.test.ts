import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GroupPlan } from '../../src/plan/plan';
import { pushRequests } from '../../src/report/pushRequests';
import { hostileNames } from './hostilePlan';
import { adds, billing, missingGroup, removals, sampleGroup, samplePlan } from './samplePlan';

interface Body {
  readonly schemas: readonly string[];
  readonly Operations: readonly {
    op: string;
    path?: string;
    value: { value: string; display: string }[] | { id: string; displayName: string };
  }[];
}

/** What a REST client would read: a request begins at its line of hashes and its body after the first empty line. */
function requests(document: string): { title: string; line: string; body: Body }[] {
  return document
    .split(/^### /m)
    .slice(1)
    .flatMap((part) => {
      const [head = '', body] = part.split('\n\n');
      const [title = '', line = ''] = head.split('\n');
      return body?.trim() ? [{ title, line, body: JSON.parse(body) as Body }] : [];
    });
}

const members = (group: GroupPlan, kept: number): string[] => [
  ...group.removals.map((removal) => removal.genesysUserId),
  ...Array.from({ length: kept }, (_, index) => `gen-kept-${index}`),
];

const big = sampleGroup({
  genesysGroupId: 'group/1',
  removals: removals(10, 'unknownToOkta'),
  adds: adds(3),
  members: 607,
  pushed: 600,
  after: 600,
  removalsAtWorst: 354,
});

describe('pushRequests', () => {
  it('replaces all members in one request, or the first batch and adds the others', () => {
    const found = requests(
      pushRequests(samplePlan(), big, members(big, 597), (id) => (id === 'gen-kept-0' ? 'anna@contoso.example' : null)),
    );
    assert.deepEqual(
      found.map(({ title, body }) => {
        const [operation] = body.Operations;
        return [title, operation?.op, operation?.path, Array.isArray(operation?.value) ? operation.value.length : null];
      }),
      [
        ['Both models: Okta sends the group’s name with every change of members', 'replace', undefined, null],
        ['Model 1: one request replaces all members; it ends 10 memberships, adds 3', 'replace', 'members', 600],
        [
          'Model 2, request 1 of 3: replaces all members by the first batch; up to 354 of 607 members are out until the last request is done',
          'replace',
          'members',
          256,
        ],
        ['Model 2, request 2 of 3: adds the next batch; then 512 of 600 are in the group', 'add', 'members', 256],
        ['Model 2, request 3 of 3: adds the next batch; then 600 of 600 are in the group', 'add', 'members', 88],
      ],
    );
    const sent = found[1]?.body.Operations[0]?.value;
    assert.ok(Array.isArray(sent));
    assert.deepEqual(sent[0], { value: 'gen-kept-0', display: 'anna@contoso.example' });
    assert.deepEqual(sent.at(-1), { value: 'gen-add-2', display: 'new.2@contoso.example' });
    assert.ok(!sent.some((member) => member.value.startsWith('gen-unknownToOkta')));
  });

  it('names no host and no token, and says that it is a model', () => {
    const document = pushRequests(samplePlan(), big, members(big, 597));
    assert.match(document, /^# A model of a full push of “Back Office” from Okta to Contoso CX$/m);
    assert.doesNotMatch(document, /authorization|bearer|mypurecloud/i);
    for (const { line } of requests(document)) assert.equal(line, 'PATCH https://{{scim-domain}}/api/v2/scim/v2/Groups/group%2F1 HTTP/1.1');
  });

  it('is one request where everybody fits into a batch', () => {
    const document = pushRequests(samplePlan(), sampleGroup(), members(sampleGroup(), 100));
    assert.equal(requests(document).length, 2);
    assert.ok(document.includes('### Model 2: everybody fits into one batch, so it is the same request'));
  });

  it('sends an empty list where nobody is pushed', () => {
    const group = sampleGroup({ removals: removals(2, 'unknownToOkta'), after: 0, pushed: 0 });
    const found = requests(pushRequests(samplePlan(), group, members(group, 0)));
    assert.deepEqual(found[1]?.body.Operations, [{ op: 'replace', path: 'members', value: [] }]);
  });

  it('shows the name that Okta would try to set', () => {
    const found = requests(pushRequests(samplePlan(), billing(), []));
    assert.match(found[0]?.title ?? '', /\(it is “Billing” in Genesys\)$/);
    assert.deepEqual(found[0]?.body.Operations[0]?.value, { id: 'group-bill', displayName: 'billing' });
  });

  it('claims nothing about a group that is not matched or not known', () => {
    for (const group of [missingGroup(), sampleGroup({ after: null })]) {
      const document = pushRequests(samplePlan(), group, ['gen-1']);
      assert.deepEqual(requests(document), []);
      assert.match(document, /It cannot be known what Okta would send/);
    }
  });

  it('keeps hostile names inside their strings', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...hostileNames, '{{token}}', '\n### x\n\nGET /'), fc.string({ unit: 'binary' })), (name) => {
        const group = sampleGroup({
          name,
          genesysName: name,
          adds: [{ genesysUserId: 'g1', userName: name, oktaUserId: '00u1' }],
          after: 1,
        });
        const document = pushRequests(samplePlan(), group, []);
        const found = requests(document);
        assert.equal(found.length, 2);
        assert.deepEqual(found[0]?.body.Operations[0]?.value, { id: 'group-back', displayName: name });
        assert.deepEqual(found[1]?.body.Operations[0]?.value, [{ value: 'g1', display: name }]);
        assert.doesNotMatch(document.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const sent = document.split('\n').filter((line) => !line.startsWith('#'));
        assert.equal(sent.join('\n').split('{{').length - 1, 2);
      }),
    );
  });
});
