import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Names of TypeORM and pg that open a connection: only `src/database` may use them, so that `inTenant` stays the only door. */
const doorsToTheDatabase = {
  paths: [
    {
      name: 'typeorm',
      importNames: ['DataSource', 'createConnection', 'getConnection'],
      message: 'only src/database opens connections; use Tenancy.inTenant',
    },
    { name: 'pg', message: 'only src/database opens connections; use Tenancy.inTenant' },
  ],
};

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.plumbline/', 'web/src/api.generated.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        document: 'readonly',
        window: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'connectors/**/*.ts', 'mappings/**/*.ts'],
    ignores: ['src/database/**'],
    rules: { 'no-restricted-imports': ['error', doorsToTheDatabase] },
  },
  { files: ['connectors/kit/**/*.ts', 'mappings/kit/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  {
    files: ['web/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          // Browsers come to return promises where they returned nothing, as of scrolling; React then calls the promise.
          selector: "CallExpression[callee.name='useEffect'] > ArrowFunctionExpression[body.type!='BlockStatement']",
          message: 'What an effect returns is called to end it: write it in braces.',
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'src/cli/**', 'chaos/**', 'src/main.ts', 'src/worker.ts', 'src/cli.ts', 'src/demo/**'],
    rules: { 'no-console': 'off' },
  },
);
