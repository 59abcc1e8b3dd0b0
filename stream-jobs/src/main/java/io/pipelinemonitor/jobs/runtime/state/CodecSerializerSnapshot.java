package io.pipelinemonitor.jobs.runtime.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** What a savepoint says of a {@link CodecSerializer}: which codec wrote, in which version. */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

  private @Nullable Codec<T> codec;
  private int writtenVersion;

  /** For Flink, which reads the rest from the savepoint. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(Codec<T> codec, int writtenVersion) {
    this.codec = codec;
    this.writtenVersion = writtenVersion;
  }

  @Override
  public int getCurrentVersion() {
    return 1;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(known().getClass().getName());
    out.writeInt(writtenVersion);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader)
      throws IOException {
    String className = in.readUTF();
    try {
      codec =
          (Codec<T>)
              Class.forName(className, true, userCodeClassLoader)
                  .getDeclaredConstructor()
                  .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException("the state was written by " + className + ", which is gone", e);
    }
    writtenVersion = in.readInt();
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new CodecSerializer<>(known(), writtenVersion);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> oldSnapshot) {
    if (!(oldSnapshot instanceof CodecSerializerSnapshot<T> old)
        || old.known().getClass() != known().getClass()
        || old.writtenVersion > writtenVersion) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return old.writtenVersion == writtenVersion
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }

  private Codec<T> known() {
    if (codec == null) {
      throw new IllegalStateException("the snapshot has not been read yet");
    }
    return codec;
  }
}
