package org.unshatter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A failure names the file that the user knows, and remains what it is. */
class DiskTest {

    @Test
    void theTemporaryFileIsNotNamed() {
        for (IOException failure : List.of(new AccessDeniedException("/x.tmp"), new NoSuchFileException("/x.tmp"), new FileSystemException("/x.tmp", null, "full"),
                new IOException("full"))) {
            FileSystemException named = Disk.named(Path.of("/x"), failure);
            assertEquals("/x", named.getFile());
            assertSame(failure, named.getCause());
            assertSame(failure instanceof FileSystemException ? failure.getClass() : FileSystemException.class, named.getClass());
            assertEquals(failure.getMessage().equals("/x.tmp") ? null : "full", named.getReason());
        }
    }
}
