import { join } from 'node:path';
import { installPackages } from '../../contenders/install-packages.ts';
import { type KafkaContender, runModule } from '../../kafka/contender.ts';
import manifest from './package.json' with { type: 'json' };

/** The other client in JavaScript alone, and the one that most programs have. */
export const kafkajs: KafkaContender = {
  name: 'kafkajs eachBatch',
  version: manifest.dependencies.kafkajs,
  prepare: async () => runModule(join(folder, 'consume.ts'), await installPackages('kafkajs', folder)),
};

const folder = import.meta.dirname;
