import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The walls of the layout. Data flows one way: a folder may import itself and the folders named here.
 * Only src/vscode and src/extension.ts may import `vscode`.
 */
const mayImport = {
  input: [],
  http: [],
  mapping: ['input'],
  okta: ['input', 'mapping', 'http'],
  genesys: ['input', 'mapping', 'http'],
  plan: ['input', 'mapping', 'okta', 'genesys'],
  report: ['input', 'mapping', 'plan', 'apply'],
  apply: ['input', 'http', 'genesys', 'plan'],
  sandbox: ['input', 'mapping', 'http', 'genesys'],
};

const folders = Object.keys(mayImport);

const walls = folders.map((folder) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [{ name: 'vscode', message: 'Only src/vscode and src/extension.ts import vscode.' }],
        patterns: [
          {
            group: [...folders, 'vscode']
              .filter((other) => other !== folder && !mayImport[folder].includes(other))
              .flatMap((other) => [`../${other}/*`, `../../${other}/*`]),
            message: `src/${folder} may import only ${[folder, ...mayImport[folder]].join(', ')} (see CONTRIBUTING).`,
          },
          { group: ['**/cli', '**/extension'], message: 'Entry points are not imported.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      'node_modules/',
      'test/host/*/node_modules/',
      'test/host/**/node_modules/',
      '.vscode-test/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs'] }, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true, boolean: true } }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
    },
  },
  ...walls,
  {
    files: ['src/cli.ts', 'src/cli/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'The command line runs without VS Code.' }], patterns: ['./vscode/*', '../vscode/*'] },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'scripts/**/*.mts', '*.mts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.object.name=/^(describe|it|suite|test)$/][callee.property.name=/^(only|skip)$/]',
          message: 'No .only, no .skip.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { ...tseslint.configs.disableTypeChecked.languageOptions, globals: { process: 'readonly', console: 'readonly' } },
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-syntax': 'off' },
  },
);
