import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { counted } from '../core/words.ts';
import { ServiceStack } from './service-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;
const MOST_OUTPUTS = 200;

/** How many targets get an output of their own: the rest is kept for what is the same in every stack. */
export const TARGETS_WITH_OUTPUT = MOST_OUTPUTS - 50;

/** Fails the synth with what a person can do about it; CDK itself would name types of resources. */
export const refuseTooManyResources = (pager: IConstruct, targets: number): void => {
  const stack = Stack.of(pager);
  stack.node.addValidation({
    validate: () => {
      const own = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node) && Stack.of(node) === stack);
      const over = own.length - MOST_RESOURCES;
      if (over <= 0) return [];
      const services = pager.node.children.filter((node) => node instanceof ServiceStack).length;
      return [
        `the template would hold ${String(own.length)} resources, and CloudFormation takes ${String(MOST_RESOURCES)}: ` +
          `tocsin.yaml names ${counted(targets, 'responder')} and channels, and ${counted(services, 'service')} with alarms; ` +
          `take ${String(over)} of them out, or divide them among two files, each deployed as a stack of its own ` +
          '(-c config=FILE -c stackName=NAME)',
      ];
    },
  });
};
