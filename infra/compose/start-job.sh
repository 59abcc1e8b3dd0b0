#!/bin/sh
# Starts one job on a Flink cluster of its own, from its newest checkpoint if it has one. The job's main class is the
# first argument; the others are the job's. Settings of Flink are in the environment, as Flink's own image takes them.
set -eu

[ $# -ge 1 ] || { echo "start-job: name the job's main class" >&2; exit 2; }
class=$1
shift

directory=${CHECKPOINTS:?"start-job: CHECKPOINTS is to name the directory of the job's checkpoints"}
mkdir -p "$directory"

# A checkpoint is complete once it has its metadata.
newest=$(find "$directory" -name _metadata -size +0 -printf '%T@ %h\n' | sort -rn | sed -n '1s/^[^ ]* //p')
if [ -n "$newest" ]; then
  echo "start-job: $class goes on from $newest"
  set -- --fromSavepoint "file://$newest" --job-classname "$class" "$@"
else
  echo "start-job: $class begins with its topics, there is no checkpoint in $directory"
  set -- --job-classname "$class" "$@"
fi

# A checkpoint that it went on from is the job's own from then on, and goes when a newer one is complete.
export FLINK_PROPERTIES="${FLINK_PROPERTIES:-}
execution.state-recovery.claim-mode: CLAIM
execution.checkpointing.dir: file://$directory"
exec /docker-entrypoint.sh standalone-job "$@"
