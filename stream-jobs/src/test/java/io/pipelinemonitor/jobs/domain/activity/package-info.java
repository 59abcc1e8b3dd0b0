@NullMarked
package io.pipelinemonitor.jobs.domain.activity;

import org.jspecify.annotations.NullMarked;
