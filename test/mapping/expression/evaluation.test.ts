import assert from 'node:assert/strict';
import { expressionFunctions } from '../../../src/mapping/expression/catalogue';
import { expressionParts } from '../../../src/mapping/expression/parts';
import { unknown, type ExpressionValue } from '../../../src/mapping/expression/value';
import type { Case } from './cases';
import { documentedCases } from './documented';
import { evaluate, parsed } from './evaluate';
import { inferredCases } from './inferred';

function check(table: readonly Case[]): void {
  for (const { expression, known, gives, source } of table) {
    it(`${expression}${known ? ` of ${JSON.stringify(known)}` : ''} gives ${shown(gives)} (${source})`, () => {
      assert.deepEqual(evaluate(expression, known), gives);
    });
  }
}

function shown(value: ExpressionValue): string {
  return value === unknown ? 'unknown' : JSON.stringify(value);
}

describe("what Okta's documentation shows", () => {
  it('is a table of at least 150 cases that name their source', () => {
    assert.ok(documentedCases.length >= 150, String(documentedCases.length));
    assert.deepEqual(
      documentedCases.filter(({ source }) => source === '' || source.includes('inferred')),
      [],
    );
  });
  check(documentedCases);
});

describe('what is inferred, or left unknown', () => check(inferredCases));

describe('the catalogue of functions', () => {
  const called = new Set(
    [...documentedCases, ...inferredCases].flatMap(({ expression }) => expressionParts(parsed(expression)).calls.map(({ name }) => name)),
  );
  for (const entry of expressionFunctions) {
    it(`${entry.name} has an example that reads, and a case of the table unless nothing is known of its result`, () => {
      const { calls } = expressionParts(parsed(entry.example));
      assert.ok(calls.some(({ name, known }) => name === entry.name && known === entry.standing));
      if (entry.standing === 'known' && !/^Time\.from(?:Windows|String)|ToUnix$/.test(entry.name)) assert.ok(called.has(entry.name));
      if (entry.standing !== 'known') assert.equal(evaluate(entry.example), unknown);
    });
  }

  it('has no name twice', () => {
    assert.equal(new Set(expressionFunctions.map(({ name }) => name)).size, expressionFunctions.length);
  });

  it('gives the results that it names', () => {
    const constant = expressionFunctions.filter(({ example, result }) => result !== null && !/user\.|source\./.test(example));
    assert.ok(constant.length > 20);
    for (const { example, result } of constant) {
      const value = evaluate(example);
      const text = Array.isArray(value) ? `{${value.join(', ')}}` : String(value);
      assert.equal(text, result, example);
    }
  });
});
