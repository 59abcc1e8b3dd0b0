package io.pipelinemonitor.local.jobs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one job on disk: {@code <run>/chk-<number>/_metadata}. */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d+)");
  private static final String METADATA = "_metadata";

  /** How many completed checkpoints stay, so that a damaged one has a predecessor. */
  static final int KEPT = 3;

  private final Path directory;

  public CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /** The newest checkpoint that is whole; a damaged one is reported and passed over. */
  public Optional<Checkpoint> latest() {
    for (Checkpoint candidate : completed()) {
      try {
        requireWhole(candidate);
        return Optional.of(candidate);
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "Checkpoint {} cannot be used, taking the one before: {}",
            candidate.directory(),
            e.toString());
      }
    }
    return Optional.empty();
  }

  /** All completed checkpoints, newest first. */
  List<Checkpoint> completed() {
    List<Checkpoint> found = new ArrayList<>();
    for (Path run : directories(directory)) {
      for (Path candidate : directories(run)) {
        Matcher name = CHECKPOINT.matcher(candidate.getFileName().toString());
        Path metadata = candidate.resolve(METADATA);
        if (name.matches() && Files.isRegularFile(metadata)) {
          try {
            found.add(
                new Checkpoint(
                    candidate,
                    Long.parseLong(name.group(1)),
                    Files.getLastModifiedTime(metadata).toInstant()));
          } catch (IOException e) {
            LOG.warn("Cannot look at checkpoint {}: {}", candidate, e.toString());
          }
        }
      }
    }
    found.sort(
        Comparator.comparingLong(Checkpoint::number)
            .thenComparing(Checkpoint::completedAt)
            .reversed());
    return found;
  }

  /** Removes what earlier runs left, but for the runs that hold the newest checkpoints. */
  void prune() {
    Set<Path> kept =
        completed().stream().limit(KEPT).map(Checkpoint::run).collect(Collectors.toSet());
    for (Path run : directories(directory)) {
      if (!kept.contains(run)) {
        delete(run);
      }
    }
  }

  private static void requireWhole(Checkpoint checkpoint) throws IOException {
    CheckpointMetadata metadata;
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                Files.newInputStream(checkpoint.directory().resolve(METADATA))))) {
      metadata =
          Checkpoints.loadCheckpointMetadata(
              in, CheckpointStore.class.getClassLoader(), checkpoint.directory().toString());
    }
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        List<StateObject> objects = new ArrayList<>();
        objects.addAll(subtask.getManagedKeyedState());
        objects.addAll(subtask.getRawKeyedState());
        objects.addAll(subtask.getManagedOperatorState());
        objects.addAll(subtask.getRawOperatorState());
        for (StateObject object : objects) {
          for (StreamStateHandle file : files(object)) {
            requireFile(file);
          }
        }
      }
    }
  }

  private static List<StreamStateHandle> files(StateObject state) {
    if (state instanceof KeyGroupsStateHandle keyed) {
      return List.of(keyed.getDelegateStateHandle());
    }
    if (state instanceof OperatorStateHandle operator) {
      return List.of(operator.getDelegateStateHandle());
    }
    if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
      List<StreamStateHandle> handles = new ArrayList<>();
      handles.add(incremental.getMetaDataStateHandle());
      Stream.concat(incremental.getSharedState().stream(), incremental.getPrivateState().stream())
          .map(HandleAndLocalPath::getHandle)
          .forEach(handles::add);
      return handles;
    }
    return List.of();
  }

  private static void requireFile(StreamStateHandle handle) throws IOException {
    if (handle instanceof FileStateHandle file) {
      Path path = Path.of(file.getFilePath().toUri().getPath());
      if (!Files.isRegularFile(path)) {
        throw new IOException("its file " + path + " is missing");
      }
      if (Files.size(path) < file.getStateSize()) {
        throw new IOException("its file " + path + " is cut short");
      }
    }
  }

  private static List<Path> directories(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      LOG.warn("Cannot look into {}: {}", parent, e.toString());
      return List.of();
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> content = Files.walk(tree)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove the old checkpoints in {}: {}", tree, e.toString());
    }
  }
}
