package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.runtime.state.Codec;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Version 1: when the event was recorded, and what it changed if that is told. */
public final class EditNewsCodec implements Codec<EditNews> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<EditNews> type() {
    return EditNews.class;
  }

  @Override
  public int version() {
    return 1;
  }

  /** Nothing of it is ever changed. */
  @Override
  public EditNews copy(EditNews news) {
    return news;
  }

  @Override
  public void write(EditNews news, DataOutputView out) throws IOException {
    out.writeLong(news.at());
    out.writeBoolean(news.touch() != null);
    if (news.touch() != null) {
      TouchFields.write(news.touch(), out);
    }
  }

  @Override
  public EditNews read(DataInputView in, int version) throws IOException {
    return new EditNews(in.readLong(), in.readBoolean() ? TouchFields.read(in) : null);
  }
}
