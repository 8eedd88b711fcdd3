#!/usr/bin/env bash
# Puts the event that docs/deploys.md describes on the default bus of the job's AWS account and Region. Nothing of its
# environment is ever code: jq makes JSON of it. A deploy that nobody could be told of does not fail the job.
set -euo pipefail

entries() {
  jq --null-input --compact-output '
  [{
    Source: "deploy.github",
    DetailType: "Deployment",
    Detail: ({
      service: $ENV.TOCSIN_SERVICE,
      status: $ENV.TOCSIN_STATUS,
      revision: $ENV.TOCSIN_REVISION,
      id: "\($ENV.GITHUB_RUN_ID)/\($ENV.TOCSIN_SERVICE)",
      actor: $ENV.GITHUB_ACTOR,
      url: "\($ENV.GITHUB_SERVER_URL)/\($ENV.GITHUB_REPOSITORY)/actions/runs/\($ENV.GITHUB_RUN_ID)",
      stack: $ENV.TOCSIN_STACK
    } | del(.. | select(. == "")) | tojson)
  }]'
}

# Runners of one's own may lack jq or the AWS CLI.
failed=$(event=$(entries) && aws events put-events --entries "$event" --query FailedEntryCount --output text) || failed='the call'
if [ "$failed" != 0 ]; then
  echo '::warning title=Tocsin::The deploy was not recorded: look at the lines above; it takes jq, the AWS CLI and events:PutEvents.'
fi
