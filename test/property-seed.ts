import fc from 'fast-check';

/** One seed for a commit, so that CI says the same twice; `PROPERTY_SEED=$RANDOM npx vitest run …` looks elsewhere. */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_230_805) });
