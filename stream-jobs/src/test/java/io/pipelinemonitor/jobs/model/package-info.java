@NullMarked
package io.pipelinemonitor.jobs.model;

import org.jspecify.annotations.NullMarked;
