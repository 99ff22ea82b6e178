use std::fs::{self, FileTimes, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;
use crate::regular::open_regular;
use crate::testing::make_fifo;

/// A file of known content and its stamp's path, in a folder of their own.
struct Subject {
    dir: tempfile::TempDir,
    content: Vec<u8>,
}

impl Subject {
    fn new() -> Self {
        let content: Vec<u8> = (0..=250).cycle().take(100_000).collect();
        let subject = Self {
            dir: tempfile::tempdir().unwrap(),
            content,
        };
        subject.write(&subject.content);
        subject
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("artifact")
    }

    fn stamp(&self) -> PathBuf {
        self.dir.path().join("artifact.stamp")
    }

    fn digest(&self) -> Sha256Digest {
        Sha256Digest::of(&self.content)
    }

    fn write(&self, content: &[u8]) {
        fs::write(self.path(), content).unwrap();
        fs::set_permissions(self.path(), fs::Permissions::from_mode(0o600)).unwrap();
    }

    fn verify(&self) -> Result<Verified, VerifyError> {
        let file = open_regular(&self.path())?;
        verify(
            file,
            &self.path(),
            &self.digest(),
            Some(self.content.len() as u64),
            &self.stamp(),
        )
    }

    /// Leaves the stamp that a check made long after the last change would have left.
    fn stamp_as_if_checked_later(&self) {
        let metadata = fs::metadata(self.path()).unwrap();
        Record::begin(&metadata, self.digest())
            .checked_later(RACY_WINDOW)
            .save(&self.stamp())
            .unwrap();
        assert_eq!(self.verify().unwrap().proof, Proof::Stamp);
    }
}

#[test]
fn a_file_that_was_just_written_is_hashed_and_not_stamped() {
    let subject = Subject::new();
    for _ in 0..2 {
        assert_eq!(subject.verify().unwrap().proof, Proof::Hash { stamped: false });
    }
    assert!(!subject.stamp().exists());
}

#[test]
fn a_stamp_made_after_the_racy_window_spares_the_hashing() {
    let subject = Subject::new();
    subject.stamp_as_if_checked_later();
    let mut read = Vec::new();
    subject.verify().unwrap().file.read_to_end(&mut read).unwrap();
    assert_eq!(read, subject.content);
}

#[test]
fn a_full_check_does_not_believe_the_stamp() {
    let subject = Subject::new();
    subject.stamp_as_if_checked_later();
    let file = open_regular(&subject.path()).unwrap();
    let verified = verify_full(file, &subject.path(), &subject.digest(), None, &subject.stamp()).unwrap();
    assert!(matches!(verified.proof, Proof::Hash { .. }));
}

#[test]
fn one_changed_byte_anywhere_is_detected_though_size_and_mtime_are_put_back() {
    let subject = Subject::new();
    let modified = fs::metadata(subject.path()).unwrap().modified().unwrap();
    let last = subject.content.len() - 1;
    let offsets = (0..200).map(|step| step * last / 199);
    for offset in offsets {
        subject.write(&subject.content);
        subject.stamp_as_if_checked_later();
        let mut file = OpenOptions::new().write(true).open(subject.path()).unwrap();
        file.seek(SeekFrom::Start(offset as u64)).unwrap();
        file.write_all(&[subject.content[offset] ^ 0x40]).unwrap();
        file.set_times(FileTimes::new().set_modified(modified)).unwrap();
        match subject.verify() {
            Err(VerifyError::WrongHash { expected, actual, .. }) => {
                assert_eq!(expected, subject.digest());
                assert_ne!(actual, expected);
            }
            other => panic!("byte {offset}: {other:?}"),
        }
    }
}

#[test]
fn truncated_emptied_lengthened_and_swapped_files_are_detected() {
    let subject = Subject::new();
    let mut longer = subject.content.clone();
    longer.push(0);
    for content in [&subject.content[..99_999], &[], &longer] {
        subject.write(&subject.content);
        subject.stamp_as_if_checked_later();
        subject.write(content);
        assert!(matches!(
            subject.verify(),
            Err(VerifyError::WrongSize { expected: 100_000, .. })
        ));
    }

    subject.write(&subject.content);
    subject.stamp_as_if_checked_later();
    let other = subject.dir.path().join("other");
    fs::write(&other, vec![1; subject.content.len()]).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(&other, subject.path()).unwrap();
    assert!(matches!(subject.verify(), Err(VerifyError::WrongHash { .. })));
}

#[test]
fn a_stamp_of_another_hash_is_not_believed() {
    let subject = Subject::new();
    let metadata = fs::metadata(subject.path()).unwrap();
    let other = Sha256Digest::of(b"other");
    Record::begin(&metadata, other)
        .checked_later(RACY_WINDOW)
        .save(&subject.stamp())
        .unwrap();
    assert!(matches!(subject.verify().unwrap().proof, Proof::Hash { .. }));
    let file = open_regular(&subject.path()).unwrap();
    let fooled = verify_full(file, &subject.path(), &other, None, &subject.stamp());
    assert!(matches!(fooled, Err(VerifyError::WrongHash { .. })));
}

#[test]
fn a_hostile_stamp_costs_a_hash_and_nothing_else() {
    let subject = Subject::new();
    let victim = subject.dir.path().join("victim");
    fs::write(&victim, "untouched").unwrap();
    let plant: [&dyn Fn(); 5] = [
        &|| symlink(&victim, subject.stamp()).unwrap(),
        &|| fs::hard_link(&victim, subject.stamp()).unwrap(),
        &|| make_fifo(&subject.stamp()),
        &|| fs::create_dir(subject.stamp()).unwrap(),
        &|| fs::write(subject.stamp(), vec![b' '; 1 << 20]).unwrap(),
    ];
    for plant in plant {
        plant();
        assert!(matches!(subject.verify().unwrap().proof, Proof::Hash { .. }));
        let metadata = fs::metadata(subject.path()).unwrap();
        let _ = Record::begin(&metadata, subject.digest())
            .checked_later(RACY_WINDOW)
            .save(&subject.stamp());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
        if fs::remove_file(subject.stamp()).is_err() {
            fs::remove_dir(subject.stamp()).unwrap();
        }
    }
}

#[test]
fn a_foreign_mode_is_refused_even_with_a_stamp() {
    let subject = Subject::new();
    subject.stamp_as_if_checked_later();
    fs::set_permissions(subject.path(), fs::Permissions::from_mode(0o666)).unwrap();
    assert!(matches!(
        subject.verify(),
        Err(VerifyError::Writable { mode: 0o666, .. })
    ));
}

#[test]
fn a_check_after_the_racy_window_leaves_a_stamp_for_the_next_one() {
    let subject = Subject::new();
    // ctime cannot be set, so the window is waited out; the assertion is about order, not duration.
    std::thread::sleep(RACY_WINDOW + Duration::from_millis(100));
    assert_eq!(subject.verify().unwrap().proof, Proof::Hash { stamped: true });
    assert_eq!(subject.verify().unwrap().proof, Proof::Stamp);
    assert_eq!(
        fs::metadata(subject.stamp()).unwrap().permissions().mode() & 0o777,
        0o600
    );
}
